// A call between two browsers. They find each other over the server (events and posts), and what is said
// and shown goes from one to the other. Nothing is recorded. Every sentence stands in the page.
"use strict";
{
  const page = document.querySelector("[data-call]");
  const base = `/calls/${page.dataset.call}`;
  const polite = page.dataset.polite === "true";
  const part = (name) => page.querySelector(`[data-${name}]`);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const say = (name) => {
    part("state").textContent = page.dataset[name] ?? "";
    page.dataset.now = name;
  };

  let [peer, stream, screenTrack, channel, events] = [null, null, null, null, null];
  let [making, ignoring, relayOnly, ended] = [false, false, false, false];
  let began = 0;

  const post = (message) =>
    fetch(`${base}/send`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
    }).catch(() => {});
  const servers = async () => {
    const response = await fetch(`${base}/servers`, { cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  // Over a relay alone, where nothing else has worked for eight seconds, and there is a relay.
  async function configuration() {
    const { iceServers } = await servers();
    const relay = iceServers.some(({ urls }) => urls.startsWith("turn"));
    return { iceServers, iceTransportPolicy: relayOnly && relay ? "relay" : "all" };
  }

  async function connect() {
    peer = new RTCPeerConnection(await configuration());
    peer.onicecandidate = ({ candidate }) => candidate && post({ candidate });
    peer.ontrack = ({ track, streams }) => {
      // The second picture of the other side is the screen.
      const shown = part("remote").srcObject;
      const other = shown && streams[0] && shown.id !== streams[0].id;
      const video = other ? part("remote-screen") : part("remote");
      video.srcObject = streams[0] ?? new MediaStream([track]);
      video.hidden = false;
      video.play().catch(() => {});
      if (other) {
        track.onmute = () => (video.hidden = true);
        track.onunmute = () => (video.hidden = false);
        streams[0].onremovetrack = () => (video.hidden = true);
      }
    };
    // Both may offer at any time; of two offers that cross, the polite side drops its own.
    peer.onnegotiationneeded = async () => {
      try {
        making = true;
        await peer.setLocalDescription();
        await post({ description: peer.localDescription });
      } catch {
        // Tried again when the connection says so.
      } finally {
        making = false;
      }
    };
    peer.onconnectionstatechange = () => {
      const now = peer.connectionState;
      if (now === "connected") say("connected");
      if (now === "disconnected" || now === "failed") mend();
    };
    channel = peer.createDataChannel("pictures", { negotiated: true, id: 1 });
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }) => receive(data);
    watched = false;
    stream.getTracks().forEach((track) => peer.addTrack(track, stream));
  }

  // From when both sides are there.
  let watched = false;
  async function watch() {
    if (watched) return;
    watched = true;
    const mine = peer;
    await pause(8000);
    if (mine !== peer || ended || peer.connectionState === "connected" || relayOnly) return;
    relayOnly = true;
    await restart();
  }

  async function restart() {
    try {
      peer.setConfiguration(await configuration());
      if (peer.signalingState === "stable") peer.restartIce();
    } catch {
      // The server cannot be reached either: tried again soon.
    }
  }

  // A line that broke: after two seconds and then every five, until the two see each other again.
  let mending = false;
  async function mend() {
    if (mending) return;
    mending = true;
    say("mending");
    await pause(2000);
    while (!ended && peer.connectionState !== "connected") {
      await restart();
      await pause(5000);
    }
    mending = false;
    if (!ended) say("connected");
  }

  async function hear({ description, candidate, hello, ended: over, again }) {
    if (over) return leave();
    // The other side opened its page anew: begin anew with it.
    if (hello && peer && hello !== page.dataset.other) {
      const first = !page.dataset.other;
      page.dataset.other = hello;
      if (!again) post({ hello: began, again: true });
      if (!first) {
        peer.close();
        await connect();
      }
      return;
    }
    if (!peer) return;
    try {
      if (description) {
        const crossing = description.type === "offer" && (making || peer.signalingState !== "stable");
        ignoring = !polite && crossing;
        if (ignoring) return;
        await peer.setRemoteDescription(description);
        watch();
        if (description.type === "offer") {
          await peer.setLocalDescription();
          await post({ description: peer.localDescription });
        }
      } else if (candidate) {
        await peer.addIceCandidate(candidate);
      }
    } catch (error) {
      if (!ignoring) console.warn("call", error.name);
    }
  }

  function listen() {
    events = new EventSource(`${base}/events`);
    let queue = Promise.resolve();
    events.onmessage = ({ data }) => {
      queue = queue.then(() => hear(JSON.parse(data)));
    };
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED && !ended) setTimeout(listen, 3000);
    };
  }

  async function enter() {
    part("enter").disabled = true;
    say("entering");
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
      say("insecure");
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).catch(() =>
        navigator.mediaDevices.getUserMedia({ audio: true }),
      );
    } catch {
      say("denied");
      part("enter").disabled = false;
      return;
    }
    part("local").srcObject = stream;
    part("local").play().catch(() => {});
    part("before").hidden = true;
    part("during").hidden = false;
    // A phone cannot show its screen: a picture of it can be sent instead.
    part("share").hidden = !navigator.mediaDevices.getDisplayMedia;
    part("picture").hidden = !part("share").hidden;
    began = `${Date.now()}.${Math.random()}`;
    say("waiting");
    // The other side hears first that this page is new, and then what it offers.
    await post({ hello: began });
    try {
      await connect();
    } catch {
      say("unreachable");
      return;
    }
    listen();
  }

  function toggle(button, tracks) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      tracks().forEach((track) => (track.enabled = !on));
    });
  }

  async function share() {
    if (screenTrack) return unshare();
    let shown;
    try {
      shown = await navigator.mediaDevices.getDisplayMedia({ video: true });
    } catch {
      return;
    }
    screenTrack = peer.addTrack(shown.getVideoTracks()[0], shown);
    part("share").setAttribute("aria-pressed", "true");
    shown.getVideoTracks()[0].onended = unshare;
  }
  function unshare() {
    screenTrack?.track?.stop();
    if (screenTrack) peer.removeTrack(screenTrack);
    screenTrack = null;
    part("share").setAttribute("aria-pressed", "false");
  }

  // A picture goes over the call itself, made smaller, in pieces.
  async function picture(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    const bytes = await blob.arrayBuffer();
    channel.send(JSON.stringify({ size: bytes.byteLength }));
    for (let at = 0; at < bytes.byteLength; at += 16384) {
      while (channel.bufferedAmount > 1 << 20) await pause(50);
      channel.send(bytes.slice(at, at + 16384));
    }
  }
  let [expected, pieces] = [0, []];
  async function receive(data) {
    if (typeof data === "string") {
      [expected, pieces] = [Math.min(JSON.parse(data).size, 20 << 20), []];
      return;
    }
    pieces.push(data);
    const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    if (!expected || size < expected) return;
    const image = await createImageBitmap(new Blob(pieces, { type: "image/jpeg" }));
    [expected, pieces] = [0, []];
    const canvas = part("received");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").drawImage(image, 0, 0);
    canvas.hidden = false;
  }

  function leave() {
    ended = true;
    events?.close();
    peer?.close();
    stream?.getTracks().forEach((track) => track.stop());
    screenTrack?.track?.stop();
    part("during").hidden = true;
    say("over");
  }

  part("enter").hidden = false;
  part("enter").addEventListener("click", enter);
  toggle(part("mute"), () => stream.getAudioTracks());
  toggle(part("hide"), () => stream.getVideoTracks());
  part("share").addEventListener("click", share);
  part("photo").addEventListener("change", ({ target }) => {
    if (target.files[0] && channel?.readyState === "open") picture(target.files[0]);
  });
  // For the test of the call, and for whoever looks why one does not work.
  window.kakehashiCall = { connection: () => peer, state: () => page.dataset.now };
}
