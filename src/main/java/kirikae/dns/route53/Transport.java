package kirikae.dns.route53;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import kirikae.dns.Timeouts;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The HTTP below the SDK. Proxies are the SDK's standard, as the aws command line has them ({@code HTTPS_PROXY}, {@code NO_PROXY},
 * {@code -Dhttps.proxyHost}), but never for an address on loopback. Redirects are not followed. A change is sent once also by the
 * JDK below, because its body has an announced length; a GET it may send again when the connection ends without an answer.
 */
final class Transport {
    private Transport() {}

    /** A client with our time-outs; an empty endpoint stands for AWS's own. */
    static SdkHttpClient.Builder<?> to(String endpoint, Timeouts timeouts) {
        boolean proxies = !isLoopback(endpoint);
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(timeouts.connect())
                .socketTimeout(timeouts.attempt())
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(proxies)
                        .useEnvironmentVariablesValues(proxies)
                        .build());
    }

    /** True when the endpoint is on this machine, judged without asking a name server. */
    static boolean isLoopback(String endpoint) {
        String host = endpoint.isEmpty() ? "" : host(URI.create(endpoint));
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            return host.matches("[0-9.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // a malformed literal leads nowhere, so not here either
        }
    }

    private static String host(URI endpoint) {
        return Optional.ofNullable(endpoint.getHost()).orElse("").toLowerCase(Locale.ROOT);
    }
}
