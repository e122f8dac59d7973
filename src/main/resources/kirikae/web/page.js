// Holds it together: listens to the daemon, keeps the rows in order, and says plainly when the daemon is lost.

import * as data from "./data.js";
import { Row, eventLine } from "./view.js";
import { axis, birth, gaps } from "./timeline.js";

const SHOWN_EVENTS = 60;
const SILENCE = 12000;
const RANK = { bad: 0, warn: 1, held: 2, ok: 3 };
const known = new data.Known();
const rows = new Map();
const inView = new Set();
const byId = id => document.getElementById(id);

// ---- the daemon ----

let source = null;
let heardAt = performance.now();
let lostSince = 0;
let tries = 0;
let firstVersion = "";
let timer = 0;

function connect() {
  clearTimeout(timer);
  if (source) source.close();
  source = new EventSource("/api/v1/events/stream");
  source.addEventListener("status", message => heard(() => takeStatus(JSON.parse(message.data), true)));
  source.addEventListener("changes", message => heard(() => takeStatus(JSON.parse(message.data), false)));
  source.addEventListener("alive", message => heard(() => known.tell(JSON.parse(message.data).time)));
  source.onmessage = message => heard(() => takeEvents([JSON.parse(message.data)], true));
  source.onerror = () => lose();
  source.onopen = () => { heardAt = performance.now(); readEvents(); };
}

function heard(take) {
  heardAt = performance.now();
  tries = 0;
  take();
  if (lostSince) found();
}

function lose() {
  if (source) source.close();
  source = null;
  if (!lostSince) {
    lostSince = Date.now() - (performance.now() - heardAt > SILENCE ? performance.now() - heardAt : 0);
    byId("lost").textContent = "Lost the daemon since " + data.clock(lostSince) + ". What you see is from then. Trying again …";
    byId("lost").hidden = false;
    document.body.classList.add("is-lost");
    byId("live-text").textContent = "lost";
  }
  tries++;
  clearTimeout(timer);
  timer = setTimeout(connect, Math.min(10000, 1000 * tries) + Math.random() * 500);
}

function found() {
  lostSince = 0;
  byId("lost").hidden = true;
  byId("lost").textContent = "";
  document.body.classList.remove("is-lost");
}

let newestRead = 0;

/** What happened while nobody listened; a minute more than that, since clocks differ. */
async function readEvents() {
  const away = newestRead ? Math.min(data.DAY, known.now() - newestRead + 60000) : data.DAY;
  try {
    const answer = await fetch("/api/v1/events?since=" + Math.ceil(away / 1000) + "s");
    if (answer.ok) takeEvents((await answer.json()).events, newestRead > 0);
    newestRead = known.now();
  } catch (failed) {
    lose();
  }
}

function takeStatus(status, whole) {
  if (firstVersion && status.version !== firstVersion) return location.reload();
  firstVersion = status.version;
  known.take(status, whole);
  byId("live-text").textContent = "live";
  arrange();
}

function takeEvents(events, aloud) {
  const fresh = known.addEvents(events);
  if (fresh.length === 0) return;
  newestRead = known.now();
  const touched = new Set(fresh.map(event => event.service));
  for (const row of rows.values()) if (touched.has(row.service.name)) shareEvents(row);
  drawEvents();
  drawDays();
  const words = aloud ? fresh.map(data.spoken).filter(Boolean) : [];
  if (words.length) byId("say").textContent = data.plain(words.slice(-3).join(". "));
}

function shareEvents(row) {
  row.share(known.byService.get(row.service.name) || []);
}

function drawDay(row, stops, now) {
  row.drawDay(stops, birth(row.service.name, known.events, now), now);
}

function stopsUntil(now) {
  return gaps(known.events, now, Date.parse(known.started));
}

// ---- the rows ----

let kind = "all";
const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const row = rows.get(entry.target.dataset.service);
    if (!row) continue;
    if (entry.isIntersecting) {
      inView.add(row);
      row.tick(known.now());
      drawDay(row, stopsUntil(known.now()), known.now());
    } else {
      inView.delete(row);
    }
  }
}, { rootMargin: "200px" });

function arrange() {
  for (const [name, row] of rows) if (!known.services.has(name)) remove(name, row);
  for (const service of known.services.values()) {
    const row = rows.get(service.name);
    if (!row) add(service);
    else if (row.service !== service) row.update(service);
  }
  sort();
  drawSummary();
  drawDays();
}

function add(service) {
  const row = new Row(service, known);
  row.element.dataset.service = service.name;
  rows.set(service.name, row);
  shareEvents(row);
  watcher.observe(row.element);
  if (location.hash === "#" + encodeURIComponent(service.name)) row.element.open = true;
}

function remove(name, row) {
  watcher.unobserve(row.element);
  inView.delete(row);
  row.element.remove();
  rows.delete(name);
}

function sort() {
  const order = [...known.services.keys()];
  const place = new Map(order.map((name, index) => [name, index]));
  const sorted = [...rows.values()].sort((a, b) =>
    RANK[a.severity] - RANK[b.severity] || place.get(a.service.name) - place.get(b.service.name));
  const focused = document.activeElement;
  fill(byId("attention-list"), sorted.filter(row => needsAttention(row)));
  fill(byId("quiet-list"), sorted.filter(row => !needsAttention(row)));
  if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  sift();
}

function needsAttention(row) { return row.severity === "bad" || row.severity === "warn"; }

/** Moves only what is not in its place. */
function fill(list, wanted) {
  wanted.forEach((row, index) => {
    if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] || null);
  });
}

function sift() {
  const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  const seen = { attention: 0, quiet: 0 };
  for (const row of rows.values()) {
    const fits = words.every(word => row.words.includes(word))
      && (kind === "all" || (kind === "held" ? Boolean(row.service.hold) : needsAttention(row)));
    row.element.hidden = !fits;
    if (fits) {
      shown++;
      seen[needsAttention(row) ? "attention" : "quiet"]++;
    }
  }
  byId("attention").hidden = seen.attention === 0;
  byId("quiet").hidden = seen.quiet === 0;
  byId("none").hidden = shown > 0;
  byId("none").textContent = rows.size === 0 ? "No services are configured." : kind === "attention" && words.length === 0
    ? "Nothing needs attention." : "No service fits.";
}

function drawSummary() {
  const all = [...rows.values()];
  const attention = all.filter(needsAttention).length;
  const held = all.filter(row => row.service.hold).length;
  const away = all.filter(row => !data.onPrimary(row.service) && row.service.targets.some(t => t.name === row.service.actual)).length;
  const parts = [attention ? attention + (attention === 1 ? " service needs attention" : " services need attention") : "All is as it should be"];
  if (away) parts.push(away + " away from " + (away === 1 ? "its primary" : "their primary"));
  if (held) parts.push(held + " held");
  byId("summary").textContent = parts.join(" · ");
  byId("summary").className = "summary " + (all.some(row => row.severity === "bad") ? "bad" : attention ? "warn" : "ok");
  byId("count-all").textContent = all.length;
  byId("count-attention").textContent = attention;
  byId("count-held").textContent = held;
  byId("isolated").hidden = !known.isolated;
  byId("isolated").textContent = known.isolated ? data.plain("The daemon is cut off and does not act on silence: " + known.isolated) : "";
  byId("about").textContent = data.plain("Kirikae " + known.version + ", started " + data.clock(Date.parse(known.started))
    + ". Times are " + Intl.DateTimeFormat().resolvedOptions().timeZone + "; the journal's are UTC.");
  document.title = (attention ? "(" + attention + ") " : "") + "Kirikae";
}

function drawDays() {
  const now = known.now();
  const stops = stopsUntil(now);
  for (const row of inView) drawDay(row, stops, now);
  axis(byId("axis"), now);
}

function drawEvents() {
  const last = known.events.filter(event => event.at > known.now() - data.DAY * 1.05).slice(-SHOWN_EVENTS).reverse();
  byId("events").replaceChildren(...last.map(event => eventLine(event, true)));
  byId("no-events").hidden = last.length > 0;
}

// ---- the viewer ----

byId("filter").addEventListener("input", sift);
for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", () => {
    kind = button.dataset.kind;
    for (const other of document.querySelectorAll("[data-kind]")) other.setAttribute("aria-pressed", String(other === button));
    sift();
  });
}

let seconds = 0;
setInterval(() => {
  if (!lostSince) for (const row of inView) row.tick(known.now());
  if (++seconds % 60 === 0) drawDays();
  if (source && performance.now() - heardAt > SILENCE) lose();
}, 1000);
addEventListener("online", () => { if (lostSince) connect(); });
connect();
