// What is known, and the words for it. Knows nothing of the page.

export const DAY = 24 * 3600 * 1000;
const MOST_EVENTS = 20000;

/** Everything known, and the daemon's clock: ages and windows run on it, so that a wrong clock of the viewer's does no harm. */
export class Known {
  services = new Map();
  events = [];
  byService = new Map();
  seen = new Set();
  version = "";
  isolated = "";
  started = "";
  clockOffset = Date.now() - performance.now();

  now() { return performance.now() + this.clockOffset; }

  /** The daemon said that it is this late; small steps are the network's, and are left alone. */
  tell(time) {
    const offset = Date.parse(time) - performance.now();
    if (Math.abs(offset - this.clockOffset) > 500) this.clockOffset = offset;
  }

  /** Takes a status, whole or only its changed services. */
  take(status, whole) {
    this.tell(status.time);
    this.version = status.version;
    this.isolated = status.isolated;
    this.started = status.started;
    const at = Date.parse(status.time);
    if (whole) this.services = new Map();
    for (const service of status.services) {
      service.at = at;
      this.services.set(service.name, service);
    }
  }

  /** Takes events, oldest first; those known already are left out. Gives the new ones. */
  addEvents(events) {
    const fresh = [];
    for (const event of events) {
      const key = JSON.stringify(event);
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      event.at = Date.parse(event.time);
      fresh.push(event);
    }
    if (fresh.length === 0) return fresh;
    this.events = this.events.concat(fresh).sort((a, b) => a.at - b.at);
    const oldest = this.now() - DAY * 1.05;
    const keep = this.events.filter(event => event.at >= oldest || isStanding(event)).slice(-MOST_EVENTS);
    if (keep.length < this.events.length) {
      this.events = keep;
      this.seen = new Set(keep.map(({ at, ...event }) => JSON.stringify(event)));
    }
    this.byService = new Map();
    for (const event of this.events) {
      if (!event.service) continue;
      if (!this.byService.has(event.service)) this.byService.set(event.service, []);
      this.byService.get(event.service).push(event);
    }
    return fresh;
  }
}

function isStanding(event) { return event.event === "switch-accepted"; }

/** What of a service deserves a look, worst first: bad, warn, held, or ok. */
export function severity(service) {
  const misplaced = service.actual === "drifted" || service.actual === "absent";
  if (service.alerting || service.failing || misplaced || badShown(service)) return "bad";
  if (service.actual === "unread" || service.desired !== service.actual || !onPrimary(service) || troubledWait(service)) return "warn";
  if (service.targets.some(target => target.verdict === "DOWN" || target.verdict === "NO_DATA")) return "warn";
  return service.hold ? "held" : "ok";
}

/** A wait deserves a look, but a hold alone is what somebody wanted: only what stands behind it counts. */
function troubledWait(service) {
  return service.hold ? /; (isolated|drift|refused): /.test(service.waiting) : Boolean(service.waiting);
}

export function onPrimary(service) {
  return service.targets.length === 0 || service.actual === service.targets[0].name;
}

function badShown(service) {
  const shown = service.targets.find(target => target.name === service.actual);
  return Boolean(shown) && (shown.verdict === "DOWN" || shown.verdict === "NO_DATA");
}

/** Where the names point, in words. */
export function where(service) {
  switch (service.actual) {
    case "drifted": return "drifted";
    case "absent": return "no records";
    case "unread": return "not read yet";
    default: return service.actual;
  }
}

/** Why things are as they are and what is being done, most pressing first. */
export function sentences(service) {
  const all = [];
  if (service.failing) all.push({ kind: "bad", label: "Failing", text: service.failing });
  if (service.detail) all.push({ kind: "bad", label: "Live records", text: service.detail });
  if (service.hold) all.push({ kind: "held", label: holdLabel(service.hold), text: holdText(service.hold) });
  if (service.waiting && !saysOnlyHold(service)) all.push({ kind: "warn", label: "Does not act", text: service.waiting });
  if (service.phase && service.phase !== "idle") all.push({ kind: "note", label: "Now", text: PHASES[service.phase] || service.phase });
  return all;
}

/** The daemon's words for a wait repeat the hold, and add to it what automation would do. */
function saysOnlyHold(service) {
  const hold = service.hold;
  return Boolean(hold) && [ "on hold by ", "kept on " + hold.target + " by " ].some(start => service.waiting === start + actor(hold.actor) + ": " + hold.reason);
}

const PHASES = {
  asking: "asking whether it is them or me",
  reading: "reading the live records",
  queued: "the change waits for its turn in the zone",
  sent: "the change is on the wire",
  following: "accepted; waiting until all name servers have it",
  pausing: "pausing before the next try",
};

export function holdLabel(hold) { return hold.kind === "switch" ? "Kept on " + hold.target : "Held"; }

function holdText(hold) {
  const until = hold.until ? "until " + clock(Date.parse(hold.until)) : "until release";
  return [hold.reason, "by " + actor(hold.actor), until].filter(Boolean).join(", ");
}

export function actor(name) { return (name || "").replace(/^operator:/, ""); }

/** Milliseconds in words: 4 s, 1 min 52 s, 3 h 5 min, 2 d. */
export function span(millis) {
  const s = Math.max(0, Math.round(millis / 1000));
  if (s < 60) return s + " s";
  if (s < 3600) return Math.floor(s / 60) + " min" + (s % 60 ? " " + (s % 60) + " s" : "");
  if (s < 48 * 3600) return Math.floor(s / 3600) + " h" + (s % 3600 >= 60 ? " " + Math.floor((s % 3600) / 60) + " min" : "");
  return Math.floor(s / 86400) + " d";
}

/** How long ago, coarse: for things that do not tick. */
export function ago(millis) {
  if (millis < 5000) return "just now";
  if (millis < 60000) return Math.round(millis / 1000) + " s ago";
  if (millis < 3600000) return Math.floor(millis / 60000) + " min ago";
  if (millis < 2 * DAY) return Math.floor(millis / 3600000) + " h ago";
  return Math.floor(millis / DAY) + " d ago";
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const SHORT = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A moment as a clock shows it; with the day when it is not today. */
export function clock(millis) {
  const date = new Date(millis);
  return (date.toDateString() === new Date().toDateString() ? "" : DATE.format(date) + " ") + CLOCK.format(date);
}

export function hour(millis) { return SHORT.format(new Date(millis)); }

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text that a host may have written: what is invisible or turns text around is shown as what it is. */
export function plain(text) {
  return String(text).replace(HIDDEN, c => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));
}

const FIRST = ["from", "to", "target", "check", "verdict", "reason", "actor", "took-ms", "change-id"];
const SILENT = new Set(["time", "event", "service", "at", "direction", "was", "attempt", "until", "for-ms", "silent-ms", "plan"]);

/** An event's facts in one line. */
export function story(event) {
  const parts = [];
  if (event.from && event.to) parts.push(event.from + " → " + event.to);
  else if (event.to) parts.push("→ " + event.to);
  if (event.check) parts.push((event.target ? event.target + "/" : "") + event.check);
  else if (event.target) parts.push(event.target);
  if (event.verdict) parts.push(verdictWord(event.verdict));
  if (event.reason) parts.push(event.reason);
  if (event["silent-ms"] !== undefined) parts.push("silent for " + span(event["silent-ms"]));
  if (event.until) parts.push("until " + clock(Date.parse(event.until)));
  if (event.actor && event.actor !== "auto") parts.push("by " + actor(event.actor));
  if (event["took-ms"] !== undefined) parts.push("took " + took(event["took-ms"]));
  if (event["change-id"]) parts.push(event["change-id"]);
  for (const [key, value] of Object.entries(event)) {
    if (!FIRST.includes(key) && !SILENT.has(key) && value !== "") parts.push(key + " " + value);
  }
  return parts.join(" · ");
}

function took(millis) { return millis < 10000 ? (millis / 1000).toFixed(millis < 1000 ? 2 : 1) + " s" : span(millis); }

export function verdictWord(verdict) { return verdict.replace("_", " ").toLowerCase(); }

/** How bad an event sounds: bad, warn, good, held or plain. */
export function tone(name) {
  if (["alert", "switch-failed", "drift", "journal-error", "crash-loop", "config-rejected"].includes(name)) return "bad";
  if (["check-down", "switch-refused", "isolated", "blind", "outside-change", "notify-failed", "maint"].includes(name)) return "warn";
  if (["recovery", "check-up", "drift-cleared", "isolation-over", "switch-verified"].includes(name)) return "good";
  if (["hold", "release", "hold-expired"].includes(name)) return "held";
  return "plain";
}

/** What a screen reader is told of an event; empty for what is not worth an interruption. */
export function spoken(event) {
  switch (event.event) {
    case "alert": return event.service + ": alert, " + (event.reason || "");
    case "recovery": return event.service + ": recovered";
    case "switch-accepted": return event.service + " now points to " + event.to;
    case "switch-failed": return event.service + ": switching fails, " + (event.reason || "");
    case "drift": return event.service + ": drift, " + (event.reason || "");
    case "hold": return event.service + " is held";
    case "release": return event.service + " is released";
    case "isolated": return "The daemon is cut off: " + (event.reason || "");
    default: return "";
  }
}
