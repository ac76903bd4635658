import { chromium } from 'playwright-core';
import { signIn } from './harness.mjs';
const [,, who, width, ...paths] = process.argv;
const browser = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-gpu'] });
const c = await browser.newContext({ baseURL:'http://127.0.0.1:3100', locale:'ja-JP', timezoneId:'Asia/Tokyo', viewport:{width:Number(width),height:900}});
const p = await c.newPage();
if (who !== '-') await signIn(p,{login:who,password:'hashi-demo-2026'});
for (const path of paths) { const a = await p.goto(path); const n = path.replace(/[^a-z0-9]+/gi,'_'); await p.screenshot({path:`/tmp/lead/s/${who}-${width}${n}.png`, fullPage:true, clip: undefined}); console.log(a.status(), path, await p.evaluate(()=>[document.documentElement.scrollWidth, document.documentElement.scrollHeight])); }
await browser.close();
