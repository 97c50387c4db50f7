// Makes working pages quicker and safer; every page works without it.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    var field = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !field && !event.ctrlKey && !event.metaKey) {
      var box = document.querySelector(".ph-search input");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
  });
  // On a page that is one form, Enter in a box does what the button of that box does.
  document.addEventListener("keydown", function (event) {
    var box = event.key === "Enter" && event.target.tagName === "INPUT" && event.target.closest("[data-nhan]");
    if (box) { event.preventDefault(); box.querySelector("button[type=submit]").click(); }
  });
  document.addEventListener("click", function (event) {
    var print = event.target.closest("[data-in]");
    if (print) { window.print(); return; }
    var copy = event.target.closest("[data-chep]");
    if (copy) {
      var text = document.querySelector(copy.dataset.chep);
      text.select();
      (navigator.clipboard ? navigator.clipboard.writeText(text.value) : Promise.resolve(document.execCommand("copy")))
        .then(function () { say("Đã chép. Dán vào Zalo."); });
    }
  });
  function say(words, kind) {
    var place = document.getElementById("loi-bao");
    if (!place) { return; }
    var note = document.createElement("div");
    note.className = "ph-nhac " + (kind || "tot");
    var p = document.createElement("p");
    p.textContent = words;
    note.appendChild(p);
    place.replaceChildren(note);
  }
  // A form is sent once; while it is under way the button says so, and a lost line keeps every letter.
  document.querySelectorAll("form.ph-mau").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sending) { event.preventDefault(); return; }
      if (!navigator.onLine) {
        event.preventDefault();
        say("Mất mạng nên chưa gửi được. Chữ đã gõ còn nguyên trên trang này; có mạng thì bấm gửi lại.", "loi-to");
        return;
      }
      form.dataset.sending = "1";
      form.dirty = false;
      var bar = document.createElement("progress");
      bar.setAttribute("aria-label", "Đang gửi");
      window.setTimeout(function () { form.appendChild(bar); }, 1000);
    });
    form.addEventListener("input", function () { form.dirty = true; });
  });
  // A box that belongs to one of several choices: typing in it is choosing it.
  document.addEventListener("input", function (event) {
    var box = event.target.closest("[data-chon-khi-go]");
    if (box && box.value.trim()) { box.closest("label").querySelector("input[type=radio]").checked = true; }
  });
  // A suggestion is taken by one click into its box; without script it is only read.
  document.querySelectorAll("[data-dien]").forEach(function (button) { button.hidden = false; });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-dien]"), box = button && document.getElementById(button.dataset.dien);
    if (!box) { return; }
    var folded = box.closest("details");
    if (folded) { folded.open = true; }
    box.value = button.dataset.gia;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
  // A form of ticks that goes by itself: the button for those without script is not drawn.
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-tu-gui]");
    if (form) { form.requestSubmit(); }
  });
  // What is typed goes to the server while it is typed: a closed tab or an ended session takes nothing with it.
  document.querySelectorAll("form[data-nhap]").forEach(function (form) {
    var waiting = null, place = form.querySelector("[data-daluu]");
    function told(words) { if (place) { place.textContent = words; } }
    function keep(leaving) {
      window.clearTimeout(waiting);
      waiting = null;
      var typed = new FormData(form);
      Array.from(typed.entries()).forEach(function (pair) { if (pair[1] instanceof File) { typed.delete(pair[0]); } });
      typed.set("nhap", form.dataset.nhap);
      typed.set("ma", form.dataset.ma || "");
      fetch(form.dataset.luu, { method: "POST", body: typed, redirect: "manual", keepalive: leaving === true }).then(function (reply) {
        if (reply.status === 204) {
          form.dirty = false;
          told("Đã giữ chữ đang gõ lúc " + new Date().toTimeString().slice(0, 5) + ".");
        } else if (reply.status === 200) {
          told("Không giữ bản nháp: trong chữ có phần không được lưu ngoài sổ. Chữ chỉ còn trên trang này.");
        } else if (reply.type === "opaqueredirect" || reply.status === 403) {
          told("Phiên làm việc đã hết. Cứ bấm gửi: đăng nhập lại xong, chữ trở về các ô.");
        }
      }).catch(function () { told("Mất mạng: chữ chỉ còn trên trang này."); });
    }
    form.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(keep, 1200);
    });
    form.addEventListener("submit", function () { window.clearTimeout(waiting); waiting = null; });
    window.addEventListener("pagehide", function () { if (waiting) { keep(true); } });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sending]").forEach(function (form) { delete form.dataset.sending; });
  });
  window.addEventListener("beforeunload", function (event) {
    var open = Array.prototype.some.call(document.querySelectorAll("form.ph-mau"), function (f) { return f.dirty; });
    if (open) { event.preventDefault(); }
  });
  var idle = parseInt(document.body.dataset.idle, 10) * 60;
  if (idle > 300) {
    window.setTimeout(function () {
      say("Phiên làm việc sắp hết vì không thao tác. Bấm vào trang hoặc gửi biểu mẫu trong 2 phút tới.", "canh");
    }, (idle - 120) * 1000);
  }
  // A telephone is lent: the keys of what one person keeps in this browser go when another signs in, or when he signs out.
  // What was written stays, sealed; its owner opens it again by signing in.
  function forget() { if (window.indexedDB) { window.indexedDB.deleteDatabase("phoihop-khoa"); } }
  try {
    var mine = document.body.dataset.ai, before = window.localStorage.getItem("phoihop-ai");
    if (mine && before !== mine) {
      if (before) { forget(); }
      window.localStorage.setItem("phoihop-ai", mine);
    }
  } catch (refused) { forget(); }
  document.addEventListener("submit", function (event) {
    if (event.target.matches("form.ph-ra")) { forget(); }
  });
  var error = document.getElementById("loi");
  if (error) { error.focus(); }
})();
