// One procedure, one page: the letters of a long one get smaller until it fits, down to a size that
// can still be read. What does not fit even then runs on to a second page; nothing is cut off.
(function () {
  "use strict";
  var SMALLEST = 7.5, STEP = 0.25;
  Array.prototype.forEach.call(document.querySelectorAll(".sheet"), function (sheet) {
    var body = sheet.querySelector(".body");
    var size = parseFloat(getComputedStyle(body).fontSize) * 0.75;
    while (sheet.scrollHeight > sheet.clientHeight + 1 && size > SMALLEST) {
      size -= STEP;
      body.style.fontSize = size + "pt";
    }
    if (sheet.scrollHeight > sheet.clientHeight + 1) sheet.classList.add("runs-on");
  });
})();
