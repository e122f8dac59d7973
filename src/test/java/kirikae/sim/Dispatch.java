package kirikae.sim;

import kirikae.core.ZoneQueue;

/** One change on its way to a zone, with the decision behind it. */
record Dispatch(Site site, ZoneQueue.Waiting waiting, Decision decision) {}
