#include "scenarios/report/page_style.h"

namespace ikp::scenarios::report {

const std::string_view kPageStyle = R"css(
:root {
  color-scheme: light dark;
  --bg: #f6f7f9; --card: #ffffff; --ink: #1b2129; --muted: #5f6b7a; --line: #dde2e8; --life: #c3cbd5;
  --bad: #c4252b; --bad-soft: #fdebec; --hot: #fff7db; --hot-edge: #e0a100; --same: #5f6b7a;
  --people: #7a4fc0; --iks: #0b7a75; --engine: #2457c5; --procare: #a5540a; --faults: #c4252b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #12161c; --card: #1a2029; --ink: #e6eaf0; --muted: #98a4b3; --line: #2c3541; --life: #414d5c;
    --bad: #ff7b7b; --bad-soft: #3b1d22; --hot: #322b14; --hot-edge: #d9a520; --same: #98a4b3;
    --people: #b99af0; --iks: #4cc3bb; --engine: #82aaff; --procare: #f0a45d; --faults: #ff7b7b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 20px 20px 48px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; margin: 14px 0; }
h1 { font-size: 23px; line-height: 1.3; margin: 10px 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 10px; }
h2 small { color: var(--muted); font-weight: normal; font-size: 13px; margin-left: 8px; }
code, pre { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.finding { border-top: 5px solid var(--bad); }
.finding.good { border-top-color: var(--iks); }
.badge { display: inline-block; background: var(--bad); color: var(--card); font-weight: 650; padding: 2px 10px; border-radius: 999px; }
.rule { margin: 0; color: var(--muted); max-width: 90ch; }
.rule b { color: var(--ink); }
.facts { color: var(--muted); margin-left: 10px; font-size: 13px; }
.others { margin: 10px 0 0; padding-left: 20px; color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tr:last-child > * { border-bottom: 0; }
thead th { font-size: 14px; }
tbody th { font-weight: normal; color: var(--muted); white-space: nowrap; width: 1%; padding-right: 20px; }
.clash td { padding-left: 8px; }
.clash thead th + th { padding-left: 8px; }
.clash .differs td { background: var(--bad-soft); font-weight: 600; }
.clash .differs th::before { content: "≠ "; color: var(--bad); font-weight: 700; }
.clash .equal td { color: var(--same); }
.story td:first-child { white-space: nowrap; color: var(--muted); width: 1%; padding-right: 18px; font-variant-numeric: tabular-nums; }
.story td:nth-child(2) { width: 1%; }
.tag { display: inline-block; font-size: 12px; line-height: 18px; padding: 0 8px; border-radius: 999px; border: 1px solid currentColor; white-space: nowrap; }
.l-people { color: var(--people); } .l-iks { color: var(--iks); } .l-engine { color: var(--engine); }
.l-procare { color: var(--procare); } .l-faults { color: var(--faults); }
details > summary { cursor: pointer; color: var(--muted); }
.world { margin-top: 10px; }
.world p { margin: 6px 0; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 18px; margin: 0 0 10px; color: var(--muted); font-size: 13px; }
.key { display: inline-flex; align-items: center; gap: 6px; }
.key i { display: inline-block; }
.hotkey { background: var(--hot); border-left: 4px solid var(--hot-edge); padding: 0 8px; color: var(--ink); }
.k-line { width: 26px; border-top: 2px solid var(--engine); }
.k-lost { width: 14px; border-top-color: var(--bad); }
.k-dot { width: 11px; height: 11px; border-radius: 3px; background: var(--procare); }
.k-bolt { width: 18px; height: 18px; line-height: 18px; border-radius: 50%; background: var(--bad); color: var(--card); text-align: center; font-style: normal; font-weight: 700; }
.k-down { width: 12px; height: 18px; background: repeating-linear-gradient(135deg, var(--bad) 0 3px, transparent 3px 7px); outline: 1px solid var(--bad); }
.tools { float: right; }
button { font: inherit; font-size: 13px; color: var(--ink); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 3px 10px; cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
)css"
                                    // The sequence diagram.
                                    R"css(
.diagram { border-top: 1px solid var(--line); }
.row, .head { display: grid; grid-template-columns: 104px 400px 1fr; column-gap: 12px; border-left: 4px solid transparent; }
.row { min-height: 36px; }
.head { position: sticky; top: 0; z-index: 3; background: var(--card); border-bottom: 1px solid var(--line); padding: 6px 0; font-size: 13px; color: var(--muted); }
.head .lanes { display: grid; grid-template-columns: repeat(4, 1fr); text-align: center; background: none; font-size: 14px; }
.row.hot { background: var(--hot); border-left-color: var(--hot-edge); }
.time { padding: 7px 0 5px 8px; font-size: 13px; font-variant-numeric: tabular-nums; line-height: 1.25; }
.time small { display: block; color: var(--muted); font-size: 11.5px; }
.head .time { padding: 0 0 0 8px; }
.row .lanes { position: relative; background-image: linear-gradient(var(--life), var(--life)), linear-gradient(var(--life), var(--life)), linear-gradient(var(--life), var(--life)), linear-gradient(var(--life), var(--life)); background-size: 2px 100%; background-repeat: no-repeat; background-position: 12.5% 0, 37.5% 0, 62.5% 0, 87.5% 0; }
.row .lanes.down::after { content: ""; position: absolute; top: 0; bottom: 0; left: 62.5%; width: 14px; margin-left: -7px; background: repeating-linear-gradient(135deg, var(--bad) 0 3px, var(--card) 3px 7px); outline: 1px solid var(--bad); }
.what { padding: 7px 8px 5px 0; min-width: 0; overflow-wrap: anywhere; }
.what .tag { display: none; margin-right: 8px; }
.k-act .text { font-weight: 600; }
.k-note .text { font: 12.5px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; color: var(--muted); }
.k-death .text, .k-fault .text { color: var(--bad); }
.k-record .text { font-weight: 500; }
.k-phase .text { font-style: italic; }
.k-phase .tag { display: none; }
.k-phase { border-top: 2px solid var(--iks); }
.status { font-size: 12px; margin-left: 8px; color: var(--muted); font-variant-numeric: tabular-nums; }
.status.bad { color: var(--bad); font-weight: 700; }
.mark { display: inline-block; margin-left: 8px; padding: 0 8px; border-radius: 4px; background: var(--bad-soft); color: var(--bad); font-size: 13px; font-weight: 650; }
.body { display: inline-block; margin-left: 8px; font-size: 12px; vertical-align: top; }
.body[open] { display: block; margin-left: 0; }
.body pre { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--bg); border-radius: 6px; padding: 6px 10px; }
.arrow { position: absolute; top: 0; height: 36px; z-index: 1; --c: var(--engine); color: var(--c); }
.arrow.act { --c: var(--people); }
.arrow.answer { --c: var(--procare); }
.arrow.lost, .arrow.damaged { --c: var(--bad); }
.arrow .line { position: absolute; top: 24px; left: 3px; right: 3px; border-top: 2px solid var(--c); }
.arrow.right .line::after, .arrow.left .line::before { content: ""; position: absolute; top: -7px; border: 6px solid transparent; }
.arrow.right .line::after { right: -2px; border-left: 9px solid var(--c); border-right: 0; }
.arrow.left .line::before { left: -2px; border-right: 9px solid var(--c); border-left: 0; }
.arrow.both .line { border-top: 4px double var(--c); top: 23px; }
.arrow.both.right .line::before { content: ""; position: absolute; top: -8px; left: -2px; border: 6px solid transparent; border-right: 9px solid var(--c); border-left: 0; }
.arrow.both.right .line::after { top: -8px; }
.arrow.both.left .line::after { content: ""; position: absolute; top: -8px; right: -2px; border: 6px solid transparent; border-left: 9px solid var(--c); border-right: 0; }
.arrow.both.left .line::before { top: -8px; }
.arrow .label { position: absolute; top: 3px; left: 0; right: 0; text-align: center; font-size: 12px; font-weight: 600; white-space: nowrap; }
.arrow.lost .line::after, .arrow.lost .line::before { display: none; }
.arrow.lost.right .line { right: 42%; } .arrow.lost.left .line { left: 42%; }
.arrow.lost::before { content: ""; position: absolute; top: 24px; border-top: 2px dotted var(--bad); opacity: .45; width: 26%; }
.arrow.lost.right::before { right: 4px; } .arrow.lost.left::before { left: 4px; }
.cross { color: var(--bad); font-style: normal; font-weight: 800; }
.arrow .cross { position: absolute; top: 12px; font-size: 20px; line-height: 24px; width: 20px; margin-left: -10px; text-align: center; }
.arrow.lost.right .cross { left: 63%; } .arrow.lost.left .cross { left: 37%; } .arrow.damaged .cross { left: 50%; }
.dot { position: absolute; top: 12px; width: 11px; height: 11px; margin-left: -5px; border-radius: 50%; background: var(--card); border: 2px solid var(--life); }
.dot.record { border-radius: 3px; background: var(--procare); border-color: var(--procare); }
.dot.bolt { top: 8px; width: 20px; height: 20px; margin-left: -10px; line-height: 20px; background: var(--bad); border: 0; color: var(--card); font-weight: 700; font-size: 13px; text-align: center; }
.bar { position: absolute; top: 8px; transform: translateX(-50%); width: 24%; height: 20px; line-height: 20px; border-radius: 4px; text-align: center; font-size: 12px; font-weight: 650; color: var(--card); background: var(--iks); z-index: 2; white-space: nowrap; }
.bar.death { background: var(--bad); }
.row.gap { min-height: 30px; }
.row.gap .what { color: var(--muted); font-size: 13px; padding-top: 5px; }
.row.gap .what::before { content: "⋮"; margin-right: 8px; }
.row.gap .lanes { background-image: repeating-linear-gradient(var(--life) 0 3px, transparent 3px 7px), repeating-linear-gradient(var(--life) 0 3px, transparent 3px 7px), repeating-linear-gradient(var(--life) 0 3px, transparent 3px 7px), repeating-linear-gradient(var(--life) 0 3px, transparent 3px 7px); }
.between { text-align: center; color: var(--muted); font-size: 13px; position: relative; padding: 3px 0; }
.between::before { content: ""; position: absolute; left: 0; right: 0; top: 50%; border-top: 1px dashed var(--life); }
.between span { position: relative; background: var(--card); padding: 1px 12px; border: 1px solid var(--line); border-radius: 999px; }
.between.day span { font-weight: 650; color: var(--ink); }
.between.broken { padding: 8px 0; }
.between.broken::before { border-top: 3px solid var(--bad); }
.between.broken span { display: inline-block; max-width: 92%; background: var(--bad); border-color: var(--bad); color: var(--card); font-weight: 650; border-radius: 8px; }
.quiet { border-left: 4px solid transparent; }
.quiet > summary { padding: 6px 12px; margin: 4px 0; background: var(--bg); border-radius: 6px; font-size: 13px; }
@media (max-width: 760px) {
  main { padding: 8px 8px 32px; }
  section { padding: 12px; }
  h1 { font-size: 19px; }
  .facts { display: block; margin: 6px 0 0; }
  .row, .head { grid-template-columns: 150px 1fr; column-gap: 8px; }
  .what .tag { display: inline-block; }
  .row .lanes { grid-row: 1 / span 2; }
  .row .time { grid-column: 2; padding: 5px 0 0; display: flex; gap: 8px; font-size: 12px; color: var(--muted); }
  .row .what { grid-column: 2; padding-top: 1px; }
  .head .time, .head .what { display: none; }
  .clash { font-size: 13px; }
  .what { font-size: 14px; }
  .head .lanes { font-size: 9px; letter-spacing: -.2px; grid-column: 1; }
  .arrow .label { display: none; }
  .arrow .line { top: 20px; } .arrow.both .line { top: 19px; } .arrow .cross { top: 8px; } .arrow.lost::before { top: 20px; }
  .bar { width: 34%; font-size: 10px; overflow: hidden; }
  .story td { display: block; border: 0; padding: 0; } .story td:nth-child(2), .story td:first-child { display: inline-block; width: auto; padding-right: 8px; }
  .story td:last-child { border-bottom: 1px solid var(--line); padding-bottom: 6px; margin-bottom: 6px; }
  .tools { float: none; margin-bottom: 8px; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; }
}
@media print { .tools { display: none; } .head { position: static; } }
)css";

const std::string_view kPageScript = R"js(
document.querySelectorAll("[data-fold]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () {
    var open = button.dataset.fold === "open";
    document.querySelectorAll("details.quiet").forEach(function (part) { part.open = open; });
  });
});
)js";

}  // namespace ikp::scenarios::report
