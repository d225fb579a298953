// What is sent, until it has arrived: always with the same id, so that a repeat has one effect. It is
// kept in the browser: closing the page on a bad connection loses nothing.
"use strict";

// A connection may hang for minutes without an error; the next try finds out.
motcua.PATIENCE = 20000;

motcua.post = function (path, body) {
  function read(answer) {
    return answer.text().then(function (text) {
      var said = null;
      try {
        said = JSON.parse(text);
      } catch (e) { /* not from us: a proxy, or the log-in page of a network */ }
      return { status: answer.status, wait: Number(answer.headers.get("Retry-After")) || 0, said: said };
    });
  }
  var sent = fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body)
  }).then(read);
  var tooLate = new Promise(function (_, reject) { setTimeout(reject, motcua.PATIENCE); });
  return Promise.race([sent, tooLate]);
};

// `hooks` are told what becomes of a message: leaving, arrived, refused, or that it waits or is lost.
motcua.Outbox = function (hooks) {
  var SHORTEST_PAUSE = 1000, LONGEST_PAUSE = 30000;
  var here = [];  // what the browser did not keep
  var busy = false, pause = SHORTEST_PAUSE, timer = 0, notBefore = 0;

  function stored() {
    var found = motcua.kept(motcua.Outbox.KEY, []);
    return Array.isArray(found) ? found : [];
  }

  function all() {
    return stored().concat(here);
  }

  function remove(message) {
    function isOther(each) { return each.id !== message.id; }
    motcua.keep(motcua.Outbox.KEY, stored().filter(isOther));
    here = here.filter(isOther);
  }

  function again(seconds) {
    busy = false;
    // After a break of the network not everybody comes back in the same moment.
    var wait = seconds ? seconds * 1000 : pause * (1 + Math.random() / 2);
    if (seconds) notBefore = Date.now() + wait;
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    timer = setTimeout(deliver, wait);
  }

  function ended(message, answer) {
    var isOk = answer.status === 200 || answer.status === 202;
    var isOurs = answer.said && answer.said.id === message.id;
    if (isOk && !isOurs) {
      hooks.lost();
      again(0);
    } else if (isOk || answer.status === 400 || answer.status === 413) {
      remove(message);
      busy = false;
      pause = SHORTEST_PAUSE;
      if (isOk) hooks.arrived(message, answer.said);
      else hooks.refused(message);
      deliver();
    } else {
      hooks.waits(message, answer.said && answer.said.error);
      again(answer.wait);
    }
  }

  function deliver() {
    var message = all()[0];
    if (busy || !message) return;
    busy = true;
    clearTimeout(timer);
    hooks.leaving(message);
    motcua.post("/web/messages", message).then(
      function (answer) { ended(message, answer); },
      function () {
        hooks.lost();
        again(0);
      }
    );
  }

  this.waiting = all;

  this.put = function (message) {
    motcua.keep(motcua.Outbox.KEY, stored().concat([message]));
    if (!stored().some(function (each) { return each.id === message.id; })) here.push(message);
  };

  // Try now: at the start, after a new message, and when the network is back.
  this.deliver = function () {
    if (!busy && Date.now() >= notBefore) deliver();
  };
};

motcua.Outbox.KEY = "motcua-outbox";
