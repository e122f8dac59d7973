package kirikae.daemon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP. The JVM's own handler would end the process (measured: reliability.md section 5), and the only way to another one is
 * sun.misc.Signal of the module jdk.unsupported; it is reached by reflection because the compiler warns of its name.
 */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** Runs the task at every SIGHUP from now on, on a thread of the JVM. */
    static void onHangUp(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                    task.run();
                    return proxy;
                }
                return method.getName().equals("hashCode") ? (Object) 1 : (Object) "reload";
            };
            Object proxy = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, run);
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            Object unused = signal.getMethod("handle", signal, handler).invoke(null, hup, proxy);
            LOG.debug("SIGHUP reloads; before: {}", unused);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("SIGHUP cannot be handled here: use 'kirikae reload' or a restart ({})", e.getMessage());
        }
    }
}
