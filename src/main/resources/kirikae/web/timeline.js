// A day of one service as a strip: where its names pointed, and when there was an alert. Computes from events; draws SVG.

import { DAY, clock, hour, span } from "./data.js";

const SVG = "http://www.w3.org/2000/svg";
const ODD = new Set(["drifted", "absent"]);

/** Cuts a day into pieces: {from, to, what} for the target, and {from, to} for alerts and for times without a daemon. */
export function pieces(service, events, now) {
  const begin = now - DAY;
  const targets = [];
  const alerts = [];
  let since = begin;
  let what = startingTarget(service, events, begin);
  let alertSince = startsInAlert(service, events, begin) ? begin : -1;
  const move = (at, next) => {
    if (next === what) return;
    if (at > since) targets.push({ from: since, to: at, what });
    since = Math.max(begin, at);
    what = next;
  };
  for (const event of events) {
    if (event.at < begin) continue;
    if (event.event === "switch-accepted" || event.event === "outside-change") move(event.at, event.to);
    if (event.event === "drift" || event.event === "drift-cleared") move(event.at, event.actual || "drifted");
    if (event.event === "alert" && alertSince < 0) alertSince = event.at;
    if (event.event === "recovery" && alertSince >= 0) {
      alerts.push({ from: alertSince, to: event.at });
      alertSince = -1;
    }
  }
  targets.push({ from: since, to: now, what });
  if (alertSince >= 0 && service.alerting) alerts.push({ from: alertSince, to: now });
  return { targets, alerts };
}

function startingTarget(service, events, begin) {
  let known = "";
  for (const event of events) {
    const moved = event.event === "switch-accepted" || event.event === "outside-change";
    if (event.at >= begin && moved) return known || event.from || "";
    if (event.at >= begin && event.event === "drift") return known || service.desired;
    if (event.at >= begin && event.event === "drift-cleared") return "drifted";
    if (moved) known = event.to;
  }
  return known || service.actual;
}

function startsInAlert(service, events, begin) {
  const first = events.find(event => event.at >= begin && (event.event === "alert" || event.event === "recovery"));
  return first ? first.event === "recovery" : service.alerting;
}

/**
 * Times of which nothing is known, as far as the events tell: from a stop to the next start, and before the first event of all, unless
 * this daemon ran already when the day began.
 */
export function gaps(events, now, started) {
  const begin = now - DAY;
  const found = [];
  const first = events.length ? Math.min(events[0].at, started) : started;
  if (first > begin) found.push({ from: begin, to: Math.min(first, now) });
  let stopped = -1;
  for (const event of events) {
    if (event.event === "stopping") stopped = event.at;
    if (event.event === "started") {
      if (stopped >= 0 && event.at > begin) found.push({ from: Math.max(begin, stopped), to: event.at });
      stopped = -1;
    }
  }
  return found;
}

/** When a reload brought the service; the beginning of the day when it was there before, or nobody knows. */
export function birth(name, events, now) {
  let born = now - DAY;
  for (const event of events) {
    if (event.event === "config-reloaded" && (event.added || "").split(" ").includes(name)) born = Math.max(born, event.at);
  }
  return born;
}

function colour(service, what) {
  const index = service.targets.findIndex(target => target.name === what);
  if (ODD.has(what)) return "odd";
  if (index === 0) return "primary";
  if (index > 0 && index < service.targets.length - 1) return "standby";
  return index > 0 || what === "maintenance" ? "maintenance" : "off";
}

function bar(kind, from, to, begin, y, height) {
  const rect = document.createElementNS(SVG, "rect");
  const x = Math.max(0, (from - begin) / DAY * 1000);
  rect.setAttribute("x", x.toFixed(2));
  rect.setAttribute("width", Math.max(4, (to - begin) / DAY * 1000 - x).toFixed(2));
  rect.setAttribute("y", y);
  rect.setAttribute("height", height);
  rect.setAttribute("class", kind);
  return rect;
}

/** Draws the strip into an SVG that is there already. */
export function draw(svg, service, events, stops, born, now) {
  const begin = now - DAY;
  const unknown = born > begin ? [...stops, { from: begin, to: born }] : stops;
  const { targets, alerts } = pieces(service, events, now);
  const parts = [];
  for (const piece of targets) parts.push(bar(colour(service, piece.what), piece.from, piece.to, begin, 2, 12));
  for (const gap of unknown) parts.push(bar("off", gap.from, gap.to, begin, 2, 12));
  for (const alert of alerts) parts.push(bar("alert", alert.from, alert.to, begin, 16, 5));
  svg.replaceChildren(...parts);
  svg.setAttribute("aria-label", words(targets, alerts, unknown, begin));
}

function words(targets, alerts, unknown, begin) {
  const blind = Math.max(begin, ...unknown.filter(gap => gap.from <= begin).map(gap => gap.to));
  const known = targets.filter(piece => piece.to > blind);
  const first = known.length ? known[0].what : "";
  const moves = known.slice(1).map(piece => "to " + piece.what + " at " + clock(piece.from));
  const start = "Last 24 hours: " + (blind > begin ? "not known before " + clock(blind) + ", then on " : "on ") + (first || "an unknown target");
  const where = moves.length === 0 ? start + " throughout" : start + ", " + moves.slice(-6).join(", ");
  const bad = alerts.length === 0 ? "no alert"
    : alerts.length + (alerts.length === 1 ? " alert, " : " alerts, together ") + span(alerts.reduce((sum, a) => sum + a.to - a.from, 0));
  return where + "; " + bad + ".";
}

/** The hours above all strips. */
export function axis(element, now) {
  const labels = [];
  for (let back = 24; back > 0; back -= 6) {
    const label = document.createElement("span");
    label.textContent = hour(now - back * 3600000);
    labels.push(label);
  }
  const last = document.createElement("span");
  last.textContent = "now";
  element.replaceChildren(...labels, last);
}
