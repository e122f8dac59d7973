package kirikae.core;

import java.time.Duration;
import java.util.List;

/**
 * The outcome of one input.
 *
 * @param next the state after it
 * @param effects what is to be done, in this order
 * @param wakeAt when a {@link Input.Tick} is wanted at the latest; {@link Uptime#NEVER} when none is
 */
public record Step(ServiceState next, List<Effect> effects, Duration wakeAt) {}
