// The page: shows the lines of the talk as they come, and tells how the connection is.
"use strict";

(function () {
  var words = document.body.dataset;
  var log = document.getElementById("log");
  var form = document.getElementById("form");
  var input = document.getElementById("text");
  var status = document.getElementById("status");
  var answering = document.getElementById("answering");
  var LARGER = "motcua-larger", FORGOTTEN = "motcua-forgotten";
  var SLOW = 15000;      // after which waiting for an answer is worth a word
  var HICCUP = 4000;     // a break that is shorter is not worth one
  var SILENCE = 40000;   // longer than two heartbeats: the connection is dead, whatever it says
  var RECONNECT = 3000;

  // A line that fits is shown whole; of a longer one, the beginning.
  function reveal(shown) {
    var room = window.innerHeight - 13 * parseFloat(getComputedStyle(document.body).fontSize);
    shown.scrollIntoView({ block: shown.offsetHeight > room ? "start" : "nearest" });
  }

  function isAtEnd() {
    return window.innerHeight + window.pageYOffset > document.body.scrollHeight - 160;
  }

  var mine = {};  // message id -> its line
  function showMine(id, text, state) {
    var shown = mine[id];
    if (!shown) {
      shown = mine[id] = log.appendChild(motcua.line("citizen", words.citizen));
      shown.appendChild(motcua.element("div", "bubble", text));
      shown.appendChild(motcua.element("p", "state"));
    }
    shown.lastChild.textContent = state;
    return shown;
  }

  function showReply(reply, id, at) {
    return log.appendChild(motcua.reply(reply, id, at, send));
  }

  var shownUpTo = 0, isCurrent = false;
  function take(said) {
    if (said.id <= shownUpTo) return;
    shownUpTo = said.id;
    var follow = isCurrent && isAtEnd(), shown;
    if (said.author === "citizen") {
      shown = showMine(said.key, said.text, "");
      // An answer to an earlier message may have come in between; the desk's order is the order.
      var next = shown.nextSibling;
      if (next && !next.classList.contains("citizen")) log.appendChild(shown);
    } else {
      shown = showReply(said.reply, said.id, said.at);
      if (!motcua.isNotice(said.reply)) expect(false);
    }
    if (follow) reveal(shown);
  }

  // The history is there; only what comes from now on is read out to whoever does not see it.
  function current(event) {
    listensTo = JSON.parse(event.data).chat;
    compare();
    if (isCurrent) return;
    isCurrent = true;
    if (shownUpTo) reveal(log.lastElementChild);
    log.setAttribute("aria-live", "polite");
  }

  // Shown before a message leaves: its answer may be here before we hear that it arrived.
  function expect(isExpected) {
    clearTimeout(expect.timer);
    answering.hidden = !isExpected;
    answering.textContent = words.answering;
    if (!isExpected) return;
    expect.timer = setTimeout(function () { answering.textContent = words.slow; }, SLOW);
  }

  var stream = null, heard = 0, later = 0, lost = 0, isLost = false;

  function tell(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function lose(after) {
    clearTimeout(lost);
    lost = setTimeout(function () {
      isLost = true;
      tell(words.offline);
    }, after);
  }

  function found() {
    clearTimeout(lost);
    if (!isLost) return;
    isLost = false;
    tell(words.online);
    setTimeout(function () {
      if (status.textContent === words.online) tell("");
    }, HICCUP);
  }

  function leave() {
    clearTimeout(later);
    if (stream) stream.close();
    stream = null;
  }

  function listen() {
    leave();
    listensTo = "";
    heard = Date.now();
    var opened = stream = new EventSource("/web/stream?after=" + shownUpTo);
    function hear(then) {
      return function (event) {
        heard = Date.now();
        then(event);
      };
    }
    opened.onopen = hear(function () {
      found();
      outbox.deliver();
    });
    opened.onmessage = hear(function (event) { take(JSON.parse(event.data)); });
    opened.addEventListener("current", hear(current));
    opened.onerror = function () {
      if (!isLost) lose(HICCUP);
      // A browser gives up for good when it is answered with an error; try again ourselves.
      if (opened.readyState === EventSource.CLOSED && opened === stream) {
        later = setTimeout(listen, RECONNECT);
      }
    };
  }

  setInterval(function () {
    if (stream && Date.now() - heard > SILENCE) listen();
  }, 5000);

  // A page nobody looks at costs a phone its battery, and the desk a connection.
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) leave();
    else listen();
  });
  window.addEventListener("online", listen);
  window.addEventListener("offline", function () { lose(0); });

  var listensTo = "", sentTo = "", isSecondTime = false;

  // Another window may have changed the cookie: then what is sent goes to one chat, and what is heard
  // comes from another. Listening anew mends that, unless the browser takes no cookie at all.
  function compare() {
    if (!listensTo || !sentTo) return;
    if (listensTo === sentTo) {
      isSecondTime = false;
    } else if (isSecondTime) {
      tell(words.notKept);
    } else {
      isSecondTime = true;
      listen();
    }
  }

  var outbox = new motcua.Outbox({
    leaving: function (message) {
      showMine(message.id, message.text, words.sending);
      expect(true);
    },
    arrived: function (message, said) {
      showMine(message.id, message.text, "");
      found();
      sentTo = said.chat;
      compare();
      if ("reply" in said) expect(false);
      if (said.reply) reveal(showReply(said.reply, message.id));
    },
    refused: function (message) {
      showMine(message.id, message.text, words.notSent);
      expect(false);
    },
    waits: function (message, sentence) {
      expect(false);
      tell(sentence || words.away);
    },
    lost: function () {
      expect(false);
      lose(0);
    }
  });

  function newId() {
    var bytes = new Uint8Array(16);
    (window.crypto || window.msCrypto).getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) {
      return ("0" + b.toString(16)).slice(-2);
    }).join("");
  }

  function send(text, pressed) {
    var message = { id: newId(), text: text };
    if (pressed) message.pressed = pressed;
    outbox.put(message);
    reveal(showMine(message.id, text, words.sending));
    if (!isLost) tell("");
    outbox.deliver();
  }

  function fit() {
    input.style.height = "auto";
    input.style.height = input.scrollHeight + 3 + "px";
  }
  input.addEventListener("input", fit);

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var text = input.value.trim();
    input.value = "";
    fit();
    // Where a keyboard covers half of the screen, it makes room for the answer.
    if (text && window.matchMedia("(hover: none) and (pointer: coarse)").matches) input.blur();
    else input.focus();
    if (text) send(text);
  });

  input.addEventListener("keydown", function (event) {
    // While a keyboard composes a letter with its mark, Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.querySelector("button").click();
  });

  var larger = document.getElementById("larger");
  function setLarger(isLarger) {
    document.documentElement.classList.toggle("larger", isLarger);
    larger.setAttribute("aria-pressed", String(isLarger));
    motcua.keep(LARGER, isLarger);
  }
  larger.addEventListener("click", function () {
    setLarger(larger.getAttribute("aria-pressed") !== "true");
  });
  setLarger(motcua.kept(LARGER, false) === true);

  var menu = document.querySelector(".menu");
  document.addEventListener("click", function (event) {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  var forget = document.getElementById("forget"), forgetFirst = forget.textContent;
  function setSure(isSure) {
    forget.classList.toggle("sure", isSure);
    forget.textContent = isSure ? words.forgetSure : forgetFirst;
  }
  menu.addEventListener("toggle", function () { setSure(false); });

  function forgetHere() {
    Object.keys(localStorage).forEach(function (key) {
      if (key === motcua.Outbox.KEY || key.indexOf(motcua.TICKS) === 0) localStorage.removeItem(key);
    });
    motcua.keep(FORGOTTEN, Date.now());
  }

  forget.addEventListener("click", function () {
    if (!forget.classList.contains("sure")) {
      setSure(true);
      return;
    }
    motcua.post("/web/forget", {}).then(function (answer) {
      if (answer.status !== 204) throw new Error("not forgotten");
      try {
        forgetHere();
      } catch (e) { /* nothing is kept here */ }
      location.reload();
    }).catch(function () {
      menu.open = false;
      tell(words.notForgotten);
    });
  });

  // Another window of this browser deleted the talk: it is gone here too.
  window.addEventListener("storage", function (event) {
    if (event.key === FORGOTTEN) location.reload();
  });

  Array.prototype.forEach.call(document.querySelectorAll("#greeting button"), function (button) {
    button.addEventListener("click", function () { send(button.textContent, button.value); });
  });
  form.querySelector("button").disabled = false;
  log.setAttribute("aria-live", "off");
  if (navigator.cookieEnabled === false) tell(words.notKept);
  outbox.waiting().forEach(function (message) {
    showMine(message.id, message.text, words.sending);
  });
  if (!document.hidden) listen();
  outbox.deliver();
})();
