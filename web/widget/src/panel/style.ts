// The panel's style. It is applied as a constructed sheet, so a page's style-src does
// not matter. Colours are named once, light and dark.
const light = '--bg:#fff;--fg:#1b1f24;--soft:#f1f3f5;--line:#868e96;--faint:#59636e;--bad:#b42318';
const dark = '--bg:#16181c;--fg:#eceef0;--soft:#26292e;--line:#7b848f;--faint:#a9b2bd;--bad:#ff9d94;color-scheme:dark';

export const css = `
#panel{${light};box-sizing:border-box;position:absolute;inset:auto 0 72px auto;display:flex;flex-direction:column;width:380px;max-width:calc(100vw - 40px);height:min(640px,calc(100vh - 112px));background:var(--bg);color:var(--fg);border:1px solid #0003;border-radius:16px;box-shadow:0 12px 40px #0005;overflow:hidden;animation:rise .18s ease-out;font-size:15px}
:host([data-side=left]) #panel{inset:auto auto 72px 0}
#panel[hidden]{display:none}
#panel:focus{outline:0}
#panel[data-scheme=dark]{${dark}}
@media (prefers-color-scheme:dark){#panel[data-scheme=auto]{${dark}}}
#panel *{box-sizing:border-box;margin:0;padding:0;font:inherit;color:inherit}
@keyframes rise{from{opacity:0;transform:translateY(12px)}}
#panel header{display:flex;align-items:center;gap:4px;padding:12px;background:var(--a);color:var(--on)}
.who{flex:1;min-width:0;padding-inline-start:4px}
#panel h2{font-weight:650;font-size:16px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.who p{font-size:13px;line-height:1.3;overflow-wrap:anywhere}
#panel .icon{display:grid;place-items:center;flex:none;width:40px;height:40px;border:0;border-radius:10px;background:none;cursor:pointer}
#panel .icon:hover{background:#8883}
#panel svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
#panel[dir=rtl] .flip{transform:scaleX(-1)}
#panel :focus-visible{outline:2px solid var(--fg);outline-offset:2px}
#panel header :focus-visible{outline-color:var(--on);outline-offset:-3px}
#panel .chat{flex:1;min-height:0;display:flex;flex-direction:column}
#panel .chat[hidden]{display:none}
#panel .logs{flex:1;min-height:0;position:relative;display:flex}
#panel .log{flex:1;min-width:0;overflow-y:auto;overscroll-behavior:contain;scrollbar-width:thin}
#panel .rows{padding:12px;display:flex;flex-direction:column;gap:2px}
#panel .newer{position:absolute;inset-block-end:8px;inset-inline:0;width:max-content;margin-inline:auto;padding:6px 14px;border:0;border-radius:16px;background:var(--fg);color:var(--bg);font-size:13px;font-weight:600;cursor:pointer;box-shadow:0 2px 8px #0005}
#panel .log:focus-visible{outline-offset:-3px}
.row{display:flex;flex-direction:column;align-items:flex-start;gap:4px;max-width:100%}
.row.mine{align-items:flex-end}
#panel .by{font-size:12px;color:var(--faint);margin-top:8px}
#panel .face{width:20px;height:20px;border-radius:50%;vertical-align:middle;margin-inline-end:6px}
#panel .face[hidden]{display:none}
#panel header .face{flex:none;width:36px;height:36px;margin:0}
#panel .at{font-size:11px;color:var(--faint);margin-bottom:4px}
#panel .bubble{max-width:85%;padding:8px 12px;border-radius:14px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
#panel .mine .bubble{background:var(--a);color:var(--on)}
#panel .mine .bubble.faint,#panel .bubble.faint{background:var(--soft);color:var(--faint)}
#panel .bubble a,#panel .privacy a{color:inherit;text-decoration:underline}
#panel .day,#panel .event{align-self:center;text-align:center;font-size:12px;color:var(--faint);padding:8px 0}
#panel .typing{font-size:13px;color:var(--faint);min-height:20px}
.options{display:flex;flex-wrap:wrap;gap:6px;max-width:100%}
#panel .option{display:inline-block;padding:8px 14px;border:1.5px solid var(--line);border-radius:18px;background:var(--bg);color:var(--fg);text-decoration:none;cursor:pointer;overflow-wrap:anywhere;text-align:start}
#panel .option:hover{background:var(--soft)}
#panel .option[data-chosen]{border-color:var(--fg);font-weight:600}
#panel .option[data-chosen]::after{content:' ✓'}
#panel .option:disabled{opacity:.5;cursor:default}
#panel .carousel{max-width:100%}
#panel .arrows{display:none;justify-content:end;color:var(--faint)}
@media(hover:hover) and (pointer:fine){#panel .arrows{display:flex}}
#panel .turn{transform:scaleX(-1)}
#panel .cards{list-style:none;display:flex;gap:8px;max-width:100%;overflow-x:auto;padding-bottom:6px;scroll-snap-type:x proximity}
#panel .cards li{flex:none;width:220px;scroll-snap-align:start;border:1px solid #8886;border-radius:14px;padding:12px;display:flex;flex-direction:column;gap:6px;overflow-wrap:anywhere}
#panel .cards img{width:100%;height:110px;object-fit:cover;border-radius:8px}
#panel h3{font-weight:650}#panel h4{font-weight:600;margin-top:8px}
#panel .form{width:85%;display:flex;flex-direction:column;gap:10px;background:var(--soft);color:var(--fg)}
.field{display:flex;flex-direction:column;gap:3px}
#panel label{font-size:13px}
#panel input:not([type=checkbox]),#panel select{width:100%;padding:8px 10px;border:1px solid var(--line);border-radius:8px;background:var(--bg);font-size:16px}
#panel .field [aria-invalid=true],#panel textarea[aria-invalid=true]{border-color:var(--bad)}
#panel .wrong,#panel .failed{font-size:13px;color:var(--bad)}
#panel .primary{padding:10px 16px;border:0;border-radius:10px;background:var(--a);color:var(--on);font-weight:600;cursor:pointer;align-self:flex-start}
#panel .primary:disabled{opacity:.6}
#panel .link{border:0;background:none;text-decoration:underline;cursor:pointer;font-size:13px}
#panel .rows>.link{align-self:center;padding:6px}
#panel .picture,#panel .file{border:0;cursor:pointer;text-align:start}
#panel .picture{background:none}
#panel .picture img{display:block;max-width:240px;max-height:240px;border-radius:12px}
#panel .player{max-width:100%;width:280px;border-radius:12px}
#panel .file{display:flex;gap:8px;align-items:center}
#panel progress{width:160px;height:6px;accent-color:var(--a)}
#panel .bar{padding:6px 12px;font-size:13px;background:var(--soft);color:var(--faint)}
#panel .composer{display:flex;flex-wrap:wrap;align-items:flex-end;gap:2px;padding:8px;border-top:1px solid #8884}
#panel .composer .wrong{width:100%}
#panel textarea{flex:1;min-width:0;max-height:120px;padding:9px 10px;border:1px solid var(--line);border-radius:12px;background:var(--bg);resize:none;font-size:16px;line-height:20px;field-sizing:content}
#panel textarea:focus-visible,#panel .composer .icon:focus-visible{outline-offset:-2px}
#panel textarea::placeholder{color:var(--faint);opacity:1}
#panel .send{background:var(--a);color:var(--on)}
#panel .send:hover{background:var(--a)}
#panel .send:disabled{background:var(--soft);color:var(--faint);cursor:default}
#panel .privacy{flex:1;overflow-y:auto;padding:16px;display:flex;flex-direction:column;gap:10px;align-items:flex-start}
#panel .faint{color:var(--faint)}
#panel .check{display:flex;gap:8px;align-items:center;font-size:15px}
#panel .kept{width:100%;font-size:13px;overflow-wrap:anywhere}
#panel .kept ul{padding-inline-start:16px}
#panel .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:480px){#panel,:host([data-side=left]) #panel{position:fixed;inset:0;top:var(--top,0);width:100%;max-width:none;height:100%;height:var(--view,100dvh);border:0;border-radius:0}}
@media (max-height:420px){#panel,:host([data-side=left]) #panel{position:fixed;inset:0;top:var(--top,0);width:100%;max-width:none;height:var(--view,100%);border-radius:0}}
@media (prefers-reduced-motion){#panel{animation:none}}
@media (forced-colors:active){#panel,#panel .bubble,#panel .icon{border:1px solid CanvasText}}
@media print{#panel{display:none}}`;
