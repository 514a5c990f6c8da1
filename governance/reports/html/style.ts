/** Shades of a score, from below 80 to 99.9 and more: background, text. */
const SHADES: [string, string][] = [
  ['#b3362b', '#ffffff'],
  ['#dd7a54', '#1f2933'],
  ['#f0b97a', '#1f2933'],
  ['#f6e0a6', '#1f2933'],
  ['#dbe9c4', '#1f2933'],
  ['#a9d3a5', '#1f2933'],
  ['#62b182', '#10241a'],
]

const shades = SHADES.map(
  ([background, text], level) =>
    `td.h${level},i.h${level}{background:${background};color:${text}}rect.h${level}{fill:${background}}text.h${level}{fill:${text}}`,
).join('\n')

const SCREEN = `
*{box-sizing:border-box}
:root{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font:14px/1.65 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1f2933;background:#eef1f5;margin:0;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;background:#fff;padding:0 40px 40px;box-shadow:0 1px 6px rgba(20,40,70,.12)}
a{color:#1d4f91;text-decoration:none}a:hover{text-decoration:underline}
header.cover{background:#17407a;color:#fff;margin:0 -40px;padding:34px 40px 26px;border-bottom:5px solid #b0894a}
header.cover .org{font-size:17px;letter-spacing:1px;opacity:.92}
header.cover h1{font-size:32px;line-height:1.35;margin:2px 0 12px;letter-spacing:5px;font-weight:700}
html[lang=en] header.cover h1{letter-spacing:.5px}
header.cover dl{display:flex;flex-wrap:wrap;gap:4px 28px;margin:0;font-size:13px}
header.cover dl div{display:flex;gap:8px}header.cover dt{opacity:.75}header.cover dd{margin:0}
nav{display:flex;flex-wrap:wrap;gap:4px 18px;padding:10px 0;border-bottom:1px solid #dfe5ec;font-size:13px}
h2{font-size:19px;margin:34px 0 12px;padding-bottom:6px;border-bottom:2px solid #17407a;color:#17407a}
h3{font-size:15px;margin:20px 0 6px;color:#1f2933}
p{margin:8px 0}.lead{font-size:15px;line-height:1.9;text-align:justify}
html[lang=en] .lead{text-align:left;line-height:1.7}
.note{color:#5b6875;font-size:12.5px}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:16px 0}
.card{border:1px solid #dbe2ea;border-top:3px solid #17407a;padding:10px 14px 9px;background:#fbfcfe;break-inside:avoid}
.card b{display:block;font-size:25px;line-height:1.3;color:#17407a;font-weight:700;white-space:nowrap}
.card span{color:#46535f;font-size:13px}.card small{display:block;color:#5b6875;font-size:12px}
.card.bad{border-top-color:#b3362b}.card.bad b{color:#b3362b}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.15fr);gap:26px;align-items:center}
figure{margin:10px 0;break-inside:avoid}figure svg{display:block;width:100%;height:auto}
figure.wide{max-width:760px;margin:10px auto}
figcaption{text-align:center;color:#5b6875;font-size:12.5px;margin-top:2px}
table{border-collapse:collapse;width:100%;margin:8px 0 12px;font-size:13px}
th,td{border:1px solid #d5dde6;padding:5px 8px;text-align:left;vertical-align:middle;overflow-wrap:anywhere}
thead th{background:#e9eff7;color:#17365f;font-weight:600;vertical-align:bottom}
tbody th{font-weight:600;background:#f7f9fc}
td.n,th.n{text-align:right;white-space:nowrap;overflow-wrap:normal}td.c,th.c{text-align:center;white-space:nowrap}
td.rank,th.rank{text-align:center;white-space:nowrap}td.rank{color:#5b6875}td.who{min-width:7.5em;overflow-wrap:normal}tr.sum td,tr.sum th{font-weight:600;background:#f2f5f9}
.up{color:#1c7a4a}.down{color:#b3362b}.none{color:#7b8794}
.tag{display:inline-block;padding:0 8px;border-radius:9px;font-size:12px;line-height:20px;white-space:nowrap;border:1px solid currentcolor}
.g-excellent{color:#1c7a4a}.g-good{color:#1d4f91}.g-fair{color:#946200}.g-pass{color:#b4541a}.g-fail{color:#b3362b}
.s-block,.s-error{color:#b3362b}.s-reject{color:#b4541a}.s-warn{color:#6b6200}
header.cover .grade{float:right;text-align:center;border:2px solid #e7cf9c;border-radius:6px;padding:6px 20px 8px;margin:6px 0 0 20px;background:rgba(255,255,255,.08)}
.grade b{display:block;font-size:38px;line-height:1.25}.grade span{font-size:14px;color:#f3e3bd}
svg.bar{width:100%;min-width:90px;height:9px;display:block}svg.bar .t{fill:#e6ebf1}svg.bar .v{fill:#1d4f91}
details{margin:2px 0}summary{cursor:pointer;color:#1d4f91;font-size:12.5px}
tr.open>td{background:#fafbfd;padding:2px 8px 3px;border-top:0}
tr.open table{margin:6px 0;font-size:12px;background:#fff}tr.open td td,tr.open td th{padding:3px 6px}
tr.has>td,tr.has>th{border-bottom-style:dotted}
code{font:12px/1.5 "DejaVu Sans Mono",Consolas,"Noto Sans Mono CJK SC",monospace;background:#f2f4f7;padding:1px 4px;overflow-wrap:anywhere;white-space:pre-wrap}
td.v{font-family:"DejaVu Sans Mono",Consolas,"Noto Sans Mono CJK SC",monospace;font-size:12px}
ol.steps{padding-left:0;margin:8px 0;list-style:none;counter-reset:step}
ol.steps li{counter-increment:step;margin:0;padding:9px 12px 9px 46px;border-bottom:1px solid #e3e8ee;position:relative;break-inside:avoid}
ol.steps li::before{content:counter(step);position:absolute;left:10px;top:10px;width:23px;height:23px;border-radius:50%;background:#17407a;color:#fff;text-align:center;line-height:23px;font-size:13px}
.legend{display:flex;gap:14px;flex-wrap:wrap;font-size:12px;color:#46535f;margin:4px 0 10px}
.legend i{display:inline-block;width:22px;height:12px;vertical-align:-1px;margin-right:5px;border:1px solid #cfd8e2}
.tile{stroke:#fff;stroke-width:1}.tile.none{fill:#e9edf2}text.tile-name{font-size:13px}text.tile-score{font-size:15px;font-weight:700}text.none{fill:#5b6875}
table.heat td{text-align:center;white-space:nowrap;padding:5px 4px}table.heat td.name{text-align:left}table.heat td.n{text-align:right}table.heat td.none{color:#7b8794}
footer{margin-top:30px;padding-top:10px;border-top:1px solid #dfe5ec;color:#5b6875;font-size:12px}
@media screen and (max-width:800px){main{padding:0 16px 20px}header.cover{margin:0 -16px;padding:20px 16px}.cards{grid-template-columns:repeat(2,1fr)}.two{grid-template-columns:1fr}section{overflow-x:auto}}
`

const PRINT = `
@media print{
body{background:#fff;font-size:10pt;line-height:1.55}
main{max-width:none;margin:0;padding:0;box-shadow:none}
nav,tr.open,.screen{display:none}tr.has>td,tr.has>th{border-bottom-style:solid}
header.cover{margin:0;padding:9mm 9mm 6mm}header.cover h1{font-size:23pt}
h2{font-size:13.5pt;margin:7mm 0 2.5mm;break-after:avoid}h3{font-size:11pt;break-after:avoid}
.lead{font-size:10.5pt}.cards{gap:2.5mm;margin:4mm 0}.card{padding:2mm 3mm}.card b{font-size:16pt}.card span{font-size:9.5pt}.card small{font-size:8.5pt}
.two{grid-template-columns:47% 1fr;gap:5mm}figure.wide{max-width:165mm}
table{font-size:8.8pt}th,td{padding:1.1mm 1.6mm}thead{display:table-header-group}tr{break-inside:avoid}
p,li{orphans:3;widows:3}.page{break-before:page}a{color:inherit;text-decoration:none}
code{font-size:8pt}table.heat td{padding:1.1mm .5mm}
}
`

/** The page's style. `head` stands at the top of each sheet of paper, `right` in its other corner. */
export function style(head: string, right: string): string {
  const margin =
    'font:8.5pt "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#5b6875'
  return `${SCREEN}${shades}${PRINT}
@page{size:A4;margin:18mm 15mm 16mm;@top-left{content:${cssText(head)};${margin}}@top-right{content:${cssText(right)};${margin}}@bottom-center{content:counter(page) " / " counter(pages);${margin}}}
@page:first{margin-top:12mm;@top-left{content:none}@top-right{content:none}}
`
}

/** A text as a CSS string, whatever is in it. */
function cssText(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} ]/gu, (each) => `\\${(each.codePointAt(0) ?? 0).toString(16)} `)}"`
}
