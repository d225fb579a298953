// The page: shows the lines of the talk as they come, and sends what is typed or pressed until it
// has arrived. Everything said becomes text, never markup. Written for old browsers (ES2017).
"use strict";

(function () {
  var words = document.body.dataset;
  var log = document.getElementById("log");
  var form = document.getElementById("form");
  var input = document.getElementById("text");
  var status = document.getElementById("status");
  var answering = document.getElementById("answering");
  var OUTBOX = "motcua-outbox";
  var LARGER = "motcua-larger";
  var TICKS = "motcua-ticks-";
  var PHONE = /(\b0\d{2,3}(?:[ .]?\d{3}){2,3}\b|\b11[1345]\b)/;
  var SHORTEST_PAUSE = 1000, LONGEST_PAUSE = 30000;

  // --- what the browser keeps; a browser that keeps nothing still talks

  function kept(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(key)) || otherwise;
    } catch (e) {
      return otherwise;
    }
  }

  function keep(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch (e) { /* private mode, or full */ }
  }

  // --- elements

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function paragraph(text, className) {
    var made = element("p", className);
    text.split(PHONE).forEach(function (piece, n) {
      if (n % 2 === 0) {
        made.appendChild(document.createTextNode(piece));
        return;
      }
      var link = element("a", "", piece);
      link.href = "tel:" + piece.replace(/[ .]/g, "");
      made.appendChild(link);
    });
    return made;
  }

  function line(className, speaker) {
    var made = element("article", "line " + className);
    made.appendChild(element("h2", "hidden", speaker));
    log.appendChild(made);
    return made;
  }

  // A line that fits is shown whole; of a longer one, the beginning.
  function reveal(shown) {
    var room = window.innerHeight - 13 * parseFloat(getComputedStyle(document.body).fontSize);
    shown.scrollIntoView({ block: shown.offsetHeight > room ? "start" : "nearest" });
  }

  function isAtEnd() {
    return window.innerHeight + window.pageYOffset > document.body.scrollHeight - 160;
  }

  // --- what the citizen said

  var mine = {};  // message id -> its line

  function showMine(id, text, state) {
    var shown = mine[id];
    if (!shown) {
      shown = mine[id] = line("citizen", words.citizen);
      shown.appendChild(element("div", "bubble", text));
      shown.appendChild(element("p", "state"));
    }
    shown.lastChild.textContent = state;
    return shown;
  }

  // --- what the desk says

  function checkbox(list, text, id, n) {
    var item = element("li"), label = element("label"), box = element("input");
    var ticked = kept(TICKS + id, []);
    box.type = "checkbox";
    box.checked = ticked.indexOf(n) >= 0;
    box.addEventListener("change", function () {
      var now = kept(TICKS + id, []).filter(function (each) { return each !== n; });
      keep(TICKS + id, box.checked ? now.concat([n]) : now);
    });
    label.appendChild(box);
    label.appendChild(element("span", "", text));
    item.appendChild(label);
    list.appendChild(item);
  }

  // The text of a reply as paragraphs and lists; returns how many boxes there are to tick.
  function fill(bubble, text, id) {
    var list = null, gap = false, boxes = 0;
    text.split("\n").forEach(function (said) {
      var isBox = said.charAt(0) === "\u2610", isItem = said.slice(0, 2) === "- ";
      if (!said.trim()) {
        gap = true;
        list = null;
        return;
      }
      if (isBox || isItem) {
        if (!list || list.className.indexOf("checklist") >= 0 !== isBox) {
          list = bubble.appendChild(element("ul", isBox ? "checklist" : "items"));
        }
        if (isBox) {
          checkbox(list, said.slice(1).trim(), id, boxes++);
        } else {
          list.appendChild(element("li", "", said.slice(2)));
        }
      } else {
        list = null;
        var isTitle = said.length > 5 && said.split(" (")[0] === said.split(" (")[0].toUpperCase();
        var isLead = isTitle || /:$/.test(said);
        var kind = isLead ? "lead" : said.indexOf(words.source) === 0 ? "source" : "";
        bubble.appendChild(paragraph(said, kind));
      }
      if (gap) bubble.lastChild.classList.add("gap");
      gap = false;
    });
    return boxes;
  }

  function choices(shown, buttons, className) {
    if (!buttons.length) return;
    var row = element("div", "choices " + className);
    buttons.forEach(function (button) {
      var made = element("button", "", button.label);
      made.type = "button";
      made.addEventListener("click", function () { send(button.label, button.value); });
      row.appendChild(made);
    });
    shown.appendChild(row);
  }

  function printButton(shown) {
    var tools = element("div", "tools"), made = element("button", "", words.print);
    made.type = "button";
    made.addEventListener("click", function () {
      document.body.classList.add("printing");
      shown.classList.add("printed");
      window.print();
      shown.classList.remove("printed");
      document.body.classList.remove("printing");
    });
    tools.appendChild(made);
    shown.appendChild(tools);
  }

  function showReply(reply, id) {
    var isNotice = reply.name.slice(0, 7) === "notice_";
    var shown = line("desk" + (isNotice ? " notice" : ""), words.desk);
    var bubble = shown.appendChild(element("div", "bubble"));
    if (isNotice) bubble.appendChild(element("p", "label", words.notice));
    var boxes = fill(bubble, reply.text, id);
    if (boxes) printButton(shown);
    if (reply.prompt) shown.appendChild(element("p", "prompt", reply.prompt));
    choices(shown, reply.buttons.slice(0, reply.answers), "answers");
    choices(shown, reply.buttons.slice(reply.answers), "others");
    return shown;
  }

  // --- lines as they come

  var shownUpTo = 0;

  function take(said) {
    if (said.id <= shownUpTo) return;
    shownUpTo = said.id;
    var follow = isAtEnd(), shown;
    if (said.author === "citizen") {
      shown = showMine(said.key, said.text, "");
      // An answer to an earlier message may have come in between; the desk's order is the order.
      if (shown.nextSibling && !pending(shown.nextSibling)) log.appendChild(shown);
    } else {
      shown = showReply(said.reply, said.id);
      answering.hidden = true;
    }
    if (follow) reveal(shown);
  }

  function pending(shown) {
    return shown.classList.contains("citizen");
  }

  function listen() {
    var stream = new EventSource("/web/stream?after=" + shownUpTo);
    stream.onopen = function () {
      if (status.textContent === words.offline) status.textContent = words.online;
      deliver();
    };
    stream.onmessage = function (event) { take(JSON.parse(event.data)); };
    stream.onerror = function () {
      status.textContent = words.offline;
      // A browser gives up for good when the desk answers with an error; try again ourselves.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }

  // --- what is sent, until it has arrived: the same id, so that a repeat has one effect

  var delivering = false, pause = SHORTEST_PAUSE;

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
    keep(OUTBOX, kept(OUTBOX, []).concat([message]));
    if (!kept(OUTBOX, []).length) waitingHere.push(message);
    reveal(showMine(message.id, text, words.sending));
    status.textContent = "";
    deliver();
  }

  var waitingHere = [];  // of a browser that keeps nothing

  function first() {
    return kept(OUTBOX, [])[0] || waitingHere[0];
  }

  function done(message, state) {
    keep(OUTBOX, kept(OUTBOX, []).filter(function (each) { return each.id !== message.id; }));
    waitingHere = waitingHere.filter(function (each) { return each.id !== message.id; });
    showMine(message.id, message.text, state);
    delivering = false;
    pause = SHORTEST_PAUSE;
    deliver();
  }

  function again(seconds) {
    var wait = seconds ? seconds * 1000 : pause;
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    setTimeout(function () {
      delivering = false;
      deliver();
    }, wait);
  }

  function deliver() {
    var message = first();
    if (delivering || !message) return;
    delivering = true;
    expectAnswer();
    fetch("/web/messages", {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message)
    }).then(function (answer) {
      if (answer.status === 202) {
        done(message, "");
        return;
      }
      answering.hidden = true;
      if (answer.status === 200) {
        answer.json().then(function (said) {
          done(message, "");
          if (said.reply) reveal(showReply(said.reply, message.id));
        });
        return;
      }
      if (answer.status === 400 || answer.status === 413) {
        done(message, words.notSent);
        return;
      }
      if (answer.status === 429) {
        answer.json().then(function (said) { status.textContent = said.error; });
      }
      again(Number(answer.headers.get("Retry-After")) || 0);
    }, function () {
      answering.hidden = true;
      status.textContent = words.offline;
      again(0);
    });
  }

  // Shown before the message leaves: its answer may be here before we hear that it arrived.
  function expectAnswer() {
    answering.hidden = false;
    clearTimeout(expectAnswer.timer);
    expectAnswer.timer = setTimeout(function () { answering.hidden = true; }, LONGEST_PAUSE);
  }

  // --- the form and the menu

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var text = input.value.trim();
    input.value = "";
    fit();
    if (text) send(text);
    input.focus();
  });

  input.addEventListener("keydown", function (event) {
    // While a keyboard composes a letter with its mark, Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (form.requestSubmit) form.requestSubmit();
    else form.querySelector("button").click();
  });

  function fit() {
    input.style.height = "auto";
    input.style.height = input.scrollHeight + 3 + "px";
  }
  input.addEventListener("input", fit);

  var larger = document.getElementById("larger");
  function setLarger(isLarger) {
    document.documentElement.classList.toggle("larger", isLarger);
    larger.setAttribute("aria-pressed", String(isLarger));
    keep(LARGER, isLarger);
  }
  larger.addEventListener("click", function () {
    setLarger(larger.getAttribute("aria-pressed") !== "true");
  });
  setLarger(kept(LARGER, false));

  var menu = document.querySelector(".menu");
  document.addEventListener("click", function (event) {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  var forget = document.getElementById("forget");
  forget.addEventListener("click", function () {
    if (!forget.classList.contains("sure")) {
      forget.classList.add("sure");
      forget.dataset.first = forget.textContent;
      forget.textContent = words.forgetSure;
      return;
    }
    fetch("/web/forget", {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: "{}"
    }).then(function (answer) {
      if (!answer.ok) throw new Error();
      Object.keys(localStorage).forEach(function (key) {
        if (key === OUTBOX || key.indexOf(TICKS) === 0) localStorage.removeItem(key);
      });
      location.reload();
    }).catch(function () { status.textContent = words.offline; });
  });

  kept(OUTBOX, []).forEach(function (message) {
    showMine(message.id, message.text, words.sending);
  });
  listen();
  deliver();
})();
