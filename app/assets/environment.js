// Looks at camera, microphone, loudspeaker, line and screen of the device that shows the page, one press
// each. Every sentence stands in the page; here are only numbers and the order of things.
"use strict";
{
  const WAIT = 1000;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const form = document.querySelector("form[data-post]");
  const part = (section, name) => section.querySelector(`[data-${name}]`);
  const show = (section, name, on) => {
    const found = part(section, name);
    if (found) found.hidden = !on;
  };
  const say = (section, name, text) => {
    const found = part(section, name);
    if (found) found.textContent = text;
  };

  /** A key of a form, also where the page is not encrypted. */
  const key = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  /** Sends what was measured, and shows what the server makes of it. */
  async function send(section, value) {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("key", key());
    fields.set("value", JSON.stringify(value));
    let answer;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: fields,
      });
      if (!response.ok) throw new Error(String(response.status));
      answer = await response.json();
    } catch {
      say(section, "result", section.dataset.unsent);
      return;
    }
    say(section, "result", answer.text);
    section.dataset.ok = String(answer.ok);
    for (const line of section.querySelectorAll("[data-problem]")) {
      line.hidden = !answer.problems.includes(line.dataset.problem);
    }
  }

  const failed = (section, error) => {
    const problems = {
      NotAllowedError: "denied",
      SecurityError: "denied",
      NotFoundError: "not-found",
      OverconstrainedError: "not-found",
      NotReadableError: "in-use",
      AbortError: "in-use",
    };
    const problem = problems[error.name] ?? error.problem ?? "other";
    return send(section, { what: "failed", measure: section.dataset.measure, problem });
  };
  const problem = (code) => Object.assign(new Error(code), { problem: code });

  async function media(wanted) {
    if (!window.isSecureContext) throw problem("not-secure");
    if (!navigator.mediaDevices?.getUserMedia) throw problem("not-able");
    return navigator.mediaDevices.getUserMedia(wanted);
  }
  const end = (stream) => stream?.getTracks().forEach((track) => track.stop());

  /** Asks the person a question; true for yes. */
  function ask(section) {
    show(section, "ask", true);
    part(section, "ask").querySelector("button").focus();
    return new Promise((answer) => {
      const settle = (heard) => () => {
        show(section, "ask", false);
        answer(heard);
      };
      part(section, "yes").onclick = settle(true);
      part(section, "no").onclick = settle(false);
    });
  }

  // Camera: its picture stays until the person has seen enough; it is looked at for two seconds.
  async function camera(section) {
    const stream = await media({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
    try {
      const video = section.querySelector("video");
      video.srcObject = stream;
      show(section, "live", true);
      await video.play();
      const canvas = document.createElement("canvas");
      const [width, height] = [64, 48];
      Object.assign(canvas, { width, height });
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      const bright = () => {
        pen.drawImage(video, 0, 0, width, height);
        const { data } = pen.getImageData(0, 0, width, height);
        let sum = 0;
        for (let at = 0; at < data.length; at += 4) {
          sum += 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
        }
        return sum / (data.length / 4);
      };
      const seen = [];
      for (let round = 0; round < 20; round++) {
        await pause(100);
        seen.push(bright());
        section.querySelector("meter").value = seen.at(-1);
      }
      const brightness = seen.slice(5).reduce((sum, one) => sum + one, 0) / (seen.length - 5);
      await send(section, { what: "camera", width: video.videoWidth, height: video.videoHeight, brightness });
      show(section, "stop", true);
      await new Promise((done) => {
        part(section, "stop").onclick = done;
        const watch = setInterval(() => {
          if (stream.active) section.querySelector("meter").value = bright();
          else clearInterval(watch);
        }, 200);
      });
    } finally {
      end(stream);
      show(section, "live", false);
      show(section, "stop", false);
    }
  }

  // Microphone: five seconds are recorded in this page, and played again; they go nowhere.
  async function microphone(section) {
    const sound = new AudioContext();
    const stream = await media({ audio: true });
    try {
      await sound.resume();
      show(section, "live", true);
      const meter = section.querySelector("meter");
      const ear = sound.createAnalyser();
      sound.createMediaStreamSource(stream).connect(ear);
      const samples = new Float32Array(ear.fftSize);
      const recorder = new MediaRecorder(stream);
      const pieces = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      const stopped = new Promise((done) => (recorder.onstop = done));
      recorder.start();
      let peak = 0;
      const until = performance.now() + 5 * WAIT;
      while (performance.now() < until) {
        await pause(50);
        ear.getFloatTimeDomainData(samples);
        const level = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
        peak = Math.max(peak, level);
        meter.value = level;
        say(section, "countdown", String(Math.max(0, Math.ceil((until - performance.now()) / WAIT))));
      }
      recorder.stop();
      await stopped;
      end(stream);
      const voice = sound.createBufferSource();
      voice.buffer = await sound.decodeAudioData(await new Blob(pieces).arrayBuffer());
      voice.connect(sound.destination);
      const played = new Promise((done) => (voice.onended = done));
      voice.start();
      say(section, "countdown", section.dataset.playing);
      await Promise.race([played, pause(8 * WAIT)]);
      show(section, "live", false);
      await send(section, { what: "microphone", peak, heard: await ask(section) });
    } finally {
      end(stream);
      show(section, "live", false);
      await sound.close();
    }
  }

  async function speaker(section) {
    const sound = new AudioContext();
    try {
      await sound.resume();
      const tone = sound.createOscillator();
      const soft = sound.createGain();
      tone.frequency.value = 440;
      soft.gain.value = 0.2;
      tone.connect(soft).connect(sound.destination);
      tone.start();
      await pause(2 * WAIT);
      tone.stop();
      await send(section, { what: "speaker", heard: await ask(section) });
    } finally {
      await sound.close();
    }
  }

  // The line. Eight seconds each way, of which the first two do not count; a fast line gets three streams
  // more. What goes up is counted by the server's clock: what a browser has sent may still wait on the way.
  const SECONDS = 8;
  const SKIPPED = 2;
  const FAST = 3; // Mbit/s

  async function ping(base, rounds) {
    performance.clearResourceTimings();
    const times = [];
    let late = 0;
    for (let round = 0; round < rounds; round++) {
      const address = `${base}/ping?${round}.${Math.random()}`;
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(), WAIT);
      try {
        const response = await fetch(address, { signal: limit.signal, cache: "no-store" });
        if (!response.ok) throw problem("broken");
        await response.text();
        const entry = performance.getEntriesByName(new URL(address, location.href).href).at(-1);
        if (entry?.responseStart) times.push(entry.responseStart - entry.requestStart);
      } catch (error) {
        if (error.problem) throw error;
        late += 1;
      } finally {
        clearTimeout(timer);
      }
    }
    const counted = times.slice(2);
    const sorted = [...counted].sort((a, b) => a - b);
    const latency = sorted[Math.floor(sorted.length / 2)] ?? WAIT;
    const steps = counted.slice(1).map((time, at) => Math.abs(time - counted[at]));
    const jitter = steps.length ? steps.reduce((sum, one) => sum + one, 0) / steps.length : 0;
    return { latency, jitter, loss: (100 * late) / rounds };
  }

  async function down(base, progress) {
    const stop = new AbortController();
    const begun = performance.now();
    let [bytes, before, last] = [0, 0, begun];
    const stream = async () => {
      try {
        const { body } = await fetch(`${base}/down?${Math.random()}`, { signal: stop.signal, cache: "no-store" });
        const reader = body.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          bytes += value.length;
          last = performance.now();
        }
      } catch {
        // Stopped, or broken: what came is counted.
      }
    };
    stream();
    for (let passed = 0; passed < SECONDS; passed += 0.25) {
      await pause(250);
      const now = (performance.now() - begun) / WAIT;
      if (passed === 0.75 && (8 * bytes) / now > FAST * 1e6) [stream, stream, stream].forEach((more) => more());
      if (passed < SKIPPED) before = bytes;
      progress(now);
    }
    stop.abort();
    const seconds = Math.max(0.25, (last - begun) / WAIT - SKIPPED);
    return (8 * (bytes - before)) / seconds / 1e6;
  }

  async function up(base, progress) {
    const noise = new Uint8Array(65536);
    crypto.getRandomValues(noise);
    const blob = new Blob(Array.from({ length: 256 }, () => noise));
    const sending = new Set();
    let open = true;
    const stream = () => {
      const request = new XMLHttpRequest();
      request.open("POST", `${base}/up`);
      request.onloadend = () => {
        sending.delete(request);
        if (open && request.status === 200) stream();
      };
      sending.add(request);
      request.send(blob);
    };
    const sent = async () => (await fetch(`${base}/up?${Math.random()}`, { cache: "no-store" })).json();
    const begun = performance.now();
    stream();
    let [first, last] = [null, null];
    for (let passed = 0; performance.now() - begun < SECONDS * WAIT; passed += 1) {
      await pause(250);
      const now = await sent();
      if (passed === 3 && now.t > 0 && (8 * now.b) / now.t > FAST * 1e3) [stream, stream, stream].forEach((more) => more());
      if (now.t >= SKIPPED * WAIT) first ??= now;
      last = now;
      progress((performance.now() - begun) / WAIT);
    }
    open = false;
    for (const request of sending) request.abort();
    if (!first || last.t <= first.t) return last ? (8 * last.b) / Math.max(last.t, 1) / 1e3 : 0;
    return (8 * (last.b - first.b)) / (last.t - first.t) / 1e3;
  }

  async function line(section) {
    show(section, "live", true);
    const meter = section.querySelector("meter");
    const step = (name) => say(section, "step", section.dataset[name]);
    let base = "";
    try {
      step("latency");
      const begun = await fetch("/line", { method: "POST" });
      if (begun.status === 429) throw problem("busy");
      if (!begun.ok) throw problem("broken");
      base = `/line/${(await begun.json()).run}`;
      const idle = await ping(base, 12);
      step("down");
      const downwards = await down(base, (seconds) => (meter.value = seconds));
      // What still waits on the way must not slow the way up.
      for (let wait = 0; wait < 8; wait++) {
        const { latency } = await ping(base, 3);
        if (latency < 2 * idle.latency + 40) break;
        await pause(500);
      }
      step("up");
      const upwards = await up(base, (seconds) => (meter.value = SECONDS + seconds));
      step("steady");
      const { loss } = await ping(base, 20);
      await send(section, {
        what: "line",
        down: downwards,
        up: upwards,
        latency: idle.latency,
        jitter: idle.jitter,
        loss: Math.max(loss, idle.loss),
      });
    } catch (error) {
      if (error.problem === "busy") say(section, "result", section.dataset.busy);
      else throw error.problem ? error : problem("broken");
    } finally {
      if (base) fetch(`${base}/end`, { method: "POST" }).catch(() => {});
      show(section, "live", false);
    }
  }

  const ways = {
    camera,
    microphone,
    speaker,
    line,
    browser: (section) => send(section, { what: "browser" }),
    screen: (section) => send(section, { what: "screen", width: Math.round(screen.width), height: Math.round(screen.height) }),
    secure: (section) => send(section, { what: "secure", https: window.isSecureContext }),
  };
  for (const section of document.querySelectorAll("section[data-measure]")) {
    const button = part(section, "start");
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await ways[section.dataset.measure](section);
      } catch (error) {
        await failed(section, error);
      } finally {
        button.disabled = false;
      }
    });
  }
}
