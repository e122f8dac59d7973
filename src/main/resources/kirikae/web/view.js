// The rows: one for each service, made once and kept up to date. All text goes in as text, never as markup.

import * as data from "./data.js";
import * as timeline from "./timeline.js";

const SVG = "http://www.w3.org/2000/svg";
const WORDS = { bad: "Problem", warn: "Attention", held: "Held", ok: "Well" };
const SHOWN_CHECKS = 4;

/** An element with a class and children; strings become text. */
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.map(child => typeof child === "string" ? data.plain(child) : child));
  return element;
}

function setText(element, text) {
  const shown = data.plain(text);
  if (element.textContent !== shown) element.textContent = shown;
}

function verdict(name, more) {
  return el("span", "verdict v-" + name.toLowerCase(), data.verdictWord(name) + (more || ""));
}

/** One service's row. */
export class Row {
  constructor(service, known) {
    this.known = known;
    this.events = [];
    this.drawn = "";
    this.build(service.name);
    this.update(service);
  }

  build(name) {
    this.mark = el("span", "mark");
    this.word = el("span", "unseen");
    this.names = el("span", "names");
    this.chips = el("span", "chips");
    this.place = el("span", "place");
    this.line = el("span", "line");
    this.checks = el("ul", "checks");
    this.checks.setAttribute("aria-label", "Checks");
    this.strip = document.createElementNS(SVG, "svg");
    this.strip.setAttribute("viewBox", "0 0 1000 22");
    this.strip.setAttribute("preserveAspectRatio", "none");
    this.strip.setAttribute("role", "img");
    this.strip.setAttribute("class", "strip");
    const title = el("h3", "", name);
    const summary = el("summary", "",
      el("div", "who", this.mark, el("div", "", title, this.word, this.names)),
      el("div", "state", el("div", "", this.place, this.chips), this.line),
      this.checks,
      this.strip);
    this.body = el("div", "body");
    this.element = el("details", "row", summary, this.body);
    this.element.id = "service-" + name;
    this.element.addEventListener("toggle", () => this.drawBody());
  }

  update(service) {
    this.service = service;
    this.severity = data.severity(service);
    this.words = [service.name, ...service.names, service.provider, service.zone, service.actual, service.desired,
      service.waiting, service.failing, service.hold ? "held " + service.hold.reason : "", service.alerting ? "alert" : "",
      ...service.targets.map(target => target.name)].join(" ").toLowerCase();
    this.element.dataset.severity = this.severity;
    setText(this.word, WORDS[this.severity]);
    setText(this.names, service.names.join(", "));
    this.drawPlace();
    this.drawChecks();
    this.tick(this.known.now());
    this.drawBody();
  }

  drawPlace() {
    const service = this.service;
    const moving = service.desired && service.desired !== service.actual;
    setText(this.place, data.where(service) + (moving ? " → " + service.desired : ""));
    const chips = [];
    if (service.alerting) chips.push(el("span", "chip bad", "alert"));
    if (service.failing) chips.push(el("span", "chip bad", "failing"));
    if (service.hold) chips.push(el("span", "chip held", service.hold.kind === "switch" ? "kept here" : "held"));
    this.chips.replaceChildren(...chips);
    const first = data.sentences(service)[0];
    if (first) setText(this.line, first.label + ": " + first.text);
    else setText(this.line, lastMove(service, this.known.now()));
    this.line.className = "line " + (first ? first.kind : "note");
  }

  drawChecks() {
    const all = this.service.targets.flatMap((target, index) =>
      target.checks.map(check => ({ check, label: index === 0 ? check.name : target.name + "/" + check.name })));
    const bad = all.filter(({ check }) => check.verdict !== "UP");
    const shown = [...bad, ...all.filter(one => !bad.includes(one))].slice(0, SHOWN_CHECKS);
    const key = JSON.stringify(shown.map(({ check, label }) => [label, check.verdict, check.maint, check.awaiting]));
    if (key !== this.shape) {
      this.shape = key;
      this.meters = shown.map(({ check, label }) => new Meter(check, label));
      const more = all.length - shown.length;
      this.checks.replaceChildren(...this.meters.map(meter => meter.element),
        ...(more > 0 ? [el("li", "more", "and " + more + " more, well")] : []),
        ...(all.length === 0 ? [el("li", "more", "no checks")] : []));
    }
    this.meters.forEach((meter, index) => { meter.check = shown[index].check; });
  }

  /** Once a second while it is in view. */
  tick(now) {
    for (const meter of this.meters) meter.tick(now - this.service.at);
    for (const meter of this.inner || []) meter.tick(now - this.service.at);
  }

  /** Takes the service's events anew: late ones may stand anywhere among them. */
  share(events) {
    this.events = events;
    this.drawn = "";
    this.drawBody();
  }

  /** Draws the day again when something in it changed, or a minute went by. */
  drawDay(stops, born, now) {
    const key = this.service.actual + this.service.alerting + JSON.stringify(stops) + born + " " + Math.floor(now / 60000);
    if (key === this.drawn) return;
    this.drawn = key;
    timeline.draw(this.strip, this.service, this.events, stops, born, now);
  }

  drawBody() {
    if (!this.element.open) {
      this.inner = [];
      this.body.replaceChildren();
      return;
    }
    const service = this.service;
    this.inner = [];
    this.body.replaceChildren(el("div", "why", ...this.why(service)), this.targets(service), this.history(), commands(service));
    this.tick(this.known.now());
  }

  why(service) {
    const facts = data.sentences(service).map(one => fact(one.label, one.text, one.kind));
    const last = service["last-switch"];
    if (last) facts.push(fact("Last switch", data.clock(Date.parse(last.time)) + ", " + last.from + " → " + last.to
      + " by " + data.actor(last.actor) + (last.reason ? ": " + last.reason : "") + (last["change-id"] ? " (" + last["change-id"] + ")" : ""), "note"));
    facts.push(fact("Records", service.zone + " at " + service.provider, "note"));
    return facts;
  }

  targets(service) {
    const rows = service.targets.flatMap(target => this.targetRows(service, target));
    const head = el("tr", "", ...["Target", "Check", "Verdict", "Last success", "Left in window", "Last said"].map(text => {
      const cell = el("th", "", text);
      cell.scope = "col";
      return cell;
    }));
    const table = el("table", "", el("caption", "unseen", "Targets and checks of " + service.name), el("thead", "", head), el("tbody", "", ...rows));
    const frame = el("div", "scroll", table);
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "Targets and checks of " + service.name);
    return frame;
  }

  targetRows(service, target) {
    const name = el("th", "", el("strong", "", target.name), " ", verdict(target.verdict), target.name === service.actual ? el("span", "chip note", "live") : "",
      el("span", "records", target.records.join(" · ")));
    name.scope = "rowgroup";
    name.rowSpan = Math.max(1, target.checks.length);
    if (target.checks.length === 0) {
      const empty = el("td", "note", "no checks: always usable");
      empty.colSpan = 5;
      return [el("tr", "first", name, empty)];
    }
    return target.checks.map((check, index) => {
      const meter = new Meter(check, "");
      this.inner.push(meter);
      const cells = [el("td", "", check.name + " ", el("span", "note", check.kind)),
        el("td", "", verdict(check.verdict, suffix(check))), el("td", "", meter.age), el("td", "", meter.bar, meter.left), el("td", "said", check.reason || "")];
      return el("tr", index === 0 ? "first" : "", ...(index === 0 ? [name] : []), ...cells);
    });
  }

  history() {
    const events = this.events.slice(-12).reverse();
    const list = el("ol", "history", ...events.map(event => eventLine(event, false)));
    return el("div", "", el("h4", "", "What happened, newest first"), events.length ? list : el("p", "note", "Nothing in the last 24 hours."));
  }
}

function suffix(check) {
  if (check.maint) return ", planned work";
  return check.awaiting ? ", awaits fresh evidence" : "";
}

function lastMove(service, now) {
  const last = service["last-switch"];
  if (!last) return "as wanted";
  return "since " + data.clock(Date.parse(last.time)) + (last.reason ? ": " + last.reason : "");
}

function fact(label, text, kind) {
  return el("p", "fact " + kind, el("b", "", label), " ", text);
}

function commands(service) {
  const other = (service.targets.find(target => target.name !== service.actual) || { name: "TARGET" }).name;
  const lines = service.hold ? ["kirikae release " + service.name] : ["kirikae hold " + service.name + " --reason TEXT"];
  lines.push("kirikae switch " + service.name + " " + other + " --reason TEXT", "kirikae plan " + service.name, "kirikae events --service " + service.name);
  return el("div", "", el("h4", "", "What to type on the daemon's machine"), el("ul", "commands", ...lines.map(line => el("li", "", el("code", "", line)))));
}

/** A check's window: a bar that runs down by itself, and the words beside it. */
class Meter {
  constructor(check, label) {
    this.check = check;
    this.fill = el("span", "fill");
    this.bar = el("span", "bar", this.fill);
    this.bar.setAttribute("aria-hidden", "true");
    this.left = el("span", "left");
    this.age = el("span", "age");
    this.element = el("li", "check v-" + check.verdict.toLowerCase(), el("span", "label", label), this.bar,
      el("span", "tail", verdict(check.verdict, suffix(check)), this.left));
  }

  tick(elapsed) {
    const check = this.check;
    const left = Math.max(0, check["window-left-ms"] - elapsed);
    const share = check["window-ms"] > 0 ? Math.min(1, left / check["window-ms"]) : 0;
    this.fill.style.transform = "scaleX(" + share.toFixed(4) + ")";
    this.bar.dataset.low = String(share < 0.34);
    setText(this.left, left > 0 ? data.span(left) + " left" : "window over");
    const age = check["last-success-ms"];
    setText(this.age, age === null ? "none yet" : data.ago(age + elapsed));
  }
}

/** An event as a list item. */
export function eventLine(event, withService) {
  const time = el("time", "", data.clock(event.at));
  time.dateTime = event.time;
  const parts = [time, el("b", "tone " + data.tone(event.event), event.event)];
  if (withService && event.service) parts.push(el("span", "service", event.service));
  const told = el("span", "story", data.story(event));
  if (!withService && event.plan) told.append(el("span", "plan", ...event.plan.split("; ").map(line => el("code", "", line))));
  parts.push(told);
  return el("li", "", ...parts);
}
