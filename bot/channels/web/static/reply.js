// How a message looks: what is said becomes elements, and text stays text, never markup.
// Written for old browsers (ES2017, no modules): the three files share the one name `motcua`.
"use strict";

var motcua = {};

// What the browser keeps; a browser that keeps nothing still talks.
motcua.kept = function (key, otherwise) {
  try {
    var found = JSON.parse(localStorage.getItem(key));
    return found === null ? otherwise : found;
  } catch (e) {
    return otherwise;
  }
};

motcua.keep = function (key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (e) { /* private mode, or full */ }
};

motcua.element = function (tag, className, text) {
  var made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

motcua.TICKS = "motcua-ticks-";

(function () {
  var element = motcua.element;
  var words = document.body.dataset;

  // Phones as offices write them, and the four numbers for danger. A fee of 115.000 đồng or a decree
  // 113/2025 is none of them: a link there would call an ambulance.
  var PHONE = new RegExp(
    "(^|[\\s(:])(" +
      "(?:\\(0\\d{2,3}\\)(?:[ .-]?\\d){7,8}|0\\d(?:[ .-]?\\d){8,9}|1[89]00[ .]?\\d{4}(?:\\d\\d)?)" +
      "(?![\\d/]|[ .-]\\d)|" +
      "11[1345](?![\\d/]|[ .,-]\\d))",
    "g"
  );
  var CALL = /(?:gọi|và|hoặc|số)(?: ngay)?:?\s*$/i;

  function withPhones(made, text) {
    var end = 0, found;
    PHONE.lastIndex = 0;
    while ((found = PHONE.exec(text))) {
      var start = found.index + found[1].length, number = found[2];
      var isUrgent = number.length === 3;
      if (isUrgent && !(/gọi/i.test(text) && CALL.test(text.slice(0, start)))) continue;
      made.appendChild(document.createTextNode(text.slice(end, start)));
      var link = made.appendChild(element("a", isUrgent ? "urgent" : "phone", number));
      link.href = "tel:" + number.replace(/\D/g, "");
      end = start + number.length;
    }
    made.appendChild(document.createTextNode(text.slice(end)));
    return made;
  }

  function checkbox(text, id, n) {
    var item = element("li"), label = element("label"), box = element("input");
    function others() {
      return motcua.kept(motcua.TICKS + id, []).filter(function (each) { return each !== n; });
    }
    box.type = "checkbox";
    box.checked = motcua.kept(motcua.TICKS + id, []).indexOf(n) >= 0;
    box.addEventListener("change", function () {
      motcua.keep(motcua.TICKS + id, box.checked ? others().concat([n]) : others());
    });
    label.appendChild(box);
    label.appendChild(withPhones(element("span"), text));
    item.appendChild(label);
    return item;
  }

  // A line in capitals, but for what stands in brackets behind it, is the name of a procedure.
  function isTitle(said) {
    var head = said.split(" (")[0];
    return head.indexOf(" ") > 0 && head === head.toUpperCase() && head !== head.toLowerCase();
  }

  function title(said) {
    var cut = said.indexOf(" ("), made = element("h3", "title", cut < 0 ? said : said.slice(0, cut));
    if (cut < 0) return made;
    made.appendChild(document.createTextNode(" "));  // the line may break here, not inside
    made.appendChild(element("span", "code", said.slice(cut + 1)));
    return made;
  }

  function paragraph(said) {
    if (isTitle(said)) return title(said);
    var isSource = said.indexOf(words.source) === 0;
    return withPhones(element("p", /:$/.test(said) ? "lead" : isSource ? "source" : ""), said);
  }

  // The text of a reply as paragraphs and lists; returns how many boxes there are to tick.
  function fill(bubble, text, id) {
    var list = null, gap = false, boxes = 0;
    text.split("\n").forEach(function (said) {
      var isBox = said.charAt(0) === "\u2610", isItem = said.slice(0, 2) === "- ";
      var kind = isBox ? "checklist" : isItem ? "items" : "";
      if (!said.trim()) {
        gap = true;
        list = null;
        return;
      }
      if (kind) {
        if (!list || !list.classList.contains(kind)) list = bubble.appendChild(element("ul", kind));
        if (isBox) list.appendChild(checkbox(said.slice(1).trim(), id, boxes++));
        else list.appendChild(withPhones(element("li"), said.slice(2)));
      } else {
        list = null;
        bubble.appendChild(paragraph(said));
      }
      if (gap) bubble.lastChild.classList.add("gap");
      gap = false;
    });
    return boxes;
  }

  function choices(shown, buttons, className, choose) {
    if (!buttons.length) return;
    var row = element("div", "choices " + className);
    buttons.forEach(function (button) {
      var made = element("button", "", button.label);
      made.type = "button";
      made.addEventListener("click", function () { choose(button.label, button.value); });
      row.appendChild(made);
    });
    shown.appendChild(row);
  }

  function stopPrinting() {
    document.body.classList.remove("printing");
    Array.prototype.forEach.call(document.querySelectorAll(".printed"), function (each) {
      each.classList.remove("printed");
    });
  }
  // Phones take the picture of the page after print() has returned.
  window.addEventListener("afterprint", stopPrinting);

  function printButton(shown) {
    var tools = element("div", "tools"), made = element("button", "", words.print);
    made.type = "button";
    made.addEventListener("click", function () {
      stopPrinting();
      document.body.classList.add("printing");
      shown.classList.add("printed");
      window.print();
    });
    tools.appendChild(made);
    return tools;
  }

  // The day of a moment in Viet Nam, which is seven hours ahead the whole year.
  function day(moment) {
    var there = new Date(Date.parse(moment) + 7 * 3600 * 1000).toISOString();
    return there.slice(8, 10) + "/" + there.slice(5, 7) + "/" + there.slice(0, 4);
  }

  function notice(at) {
    var label = element("p", "label", words.notice);
    if (at) label.appendChild(element("span", "", " · " + day(at)));
    return label;
  }

  motcua.isNotice = function (reply) { return reply.name.slice(0, 6) === "notice"; };

  motcua.line = function (className, speaker) {
    var made = element("article", "line " + className);
    made.appendChild(element("h2", "hidden", speaker));
    return made;
  };

  // Returns the line of a reply; `choose` is called with label and value of what is pressed.
  motcua.reply = function (reply, id, at, choose) {
    var isNotice = motcua.isNotice(reply);
    var shown = motcua.line("desk" + (isNotice ? " notice" : ""), words.desk);
    var bubble = shown.appendChild(element("div", "bubble"));
    if (isNotice) bubble.appendChild(notice(at));
    if (fill(bubble, reply.text, id)) bubble.appendChild(printButton(shown));
    if (reply.prompt) shown.appendChild(element("p", "prompt", reply.prompt));
    // A reply that is nothing but a question back has no prompt: all its buttons answer it.
    var isQuestion = reply.name.slice(0, 8) === "clarify_" && !reply.prompt;
    var answers = isQuestion ? reply.buttons.length : reply.answers;
    choices(shown, reply.buttons.slice(0, answers), "answers", choose);
    choices(shown, reply.buttons.slice(answers), "others", choose);
    return shown;
  };
})();
