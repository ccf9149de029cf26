// How the work list looks, on the screen and on paper. For work_page.cc.
#pragma once

namespace ikp::desktop_agent {

inline constexpr const char* kWorkPageStyle = R"css(
*{box-sizing:border-box}
body{font:15px/1.45 "Segoe UI",Helvetica,Arial,sans-serif;color:#1d2330;background:#eef0f4;margin:0}
main{max-width:900px;margin:0 auto;padding:28px 24px 40px}
h1{font-size:27px;margin:0 0 2px}
.sub{color:#566073;margin:0 0 18px}
.how{background:#fff;border:1px solid #d5dae3;border-radius:8px;padding:14px 20px;margin:0 0 22px}
.how h2{font-size:16px;margin:0 0 6px}
.how ol{margin:0;padding-left:22px}
.how li{margin:3px 0}
.card{background:#fff;border:1px solid #bcc4d2;border-radius:8px;margin:0 0 22px;break-inside:avoid}
.top{break-after:avoid}
.top{display:flex;align-items:center;gap:16px;padding:12px 18px;border-bottom:2px solid #1f4e8c}
.no{font-size:38px;font-weight:700;line-height:1;color:#1f4e8c;min-width:46px;text-align:center}
.top h2{font-size:20px;margin:0;line-height:1.2}
.top p{margin:2px 0 0;color:#566073;font-size:13.5px}
.top .grow{flex:1}
.near{background:#fff5d6;border-bottom:1px solid #e3cc85;margin:0;padding:8px 18px}
.tick{width:19px;height:19px;border:2px solid #1d2330;border-radius:3px;display:inline-block;flex:none}
.top .tick{width:30px;height:30px}
.part{break-inside:avoid;padding:10px 18px 12px;border-bottom:1px solid #e2e6ed}
.part:last-child{border-bottom:0}
.part h3{display:flex;align-items:center;gap:10px;font-size:16px;margin:0 0 4px}
.part h3 small{font-weight:400;color:#566073;font-size:13px}
.look{display:inline-block;background:#fff5d6;border:1px solid #e3cc85;border-radius:4px;padding:1px 9px;margin-left:auto;font-size:13px;font-weight:400}
dl{display:grid;grid-template-columns:150px 1fr;gap:2px 12px;margin:0 0 0 29px}
dt{color:#566073}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
dd .soft{font-weight:400;color:#566073}
table{border-collapse:collapse;margin:5px 0 0 29px;font-size:14px}
th{text-align:left;font-weight:400;color:#566073;padding:2px 16px 2px 0;border-bottom:1px solid #d5dae3}
td{padding:3px 16px 3px 0;font-weight:600}
td.box{text-align:center;font-weight:400}
.key{font:700 18px Consolas,"DejaVu Sans Mono",monospace;letter-spacing:1px}
.none{background:#fff;border:1px solid #d5dae3;border-radius:8px;padding:22px;text-align:center;font-size:18px}
.ended h2{font-size:17px;margin:26px 0 4px}
.ended ul{margin:0;padding-left:22px;color:#566073}
.foot{color:#566073;font-size:12.5px;margin-top:26px}
@page{margin:13mm}
@media print{body{background:#fff;font-size:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}.card,.how{border-color:#8a93a3}}
)css";

}  // namespace ikp::desktop_agent
