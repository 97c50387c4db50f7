// Ghi nhanh: what voters say is written on the phone first and sent when there is a line; each item arrives once.
(function () {
  "use strict";
  var root = document.getElementById("ghi-nhanh"), HERE = root.dataset.goc;
  var me = null, base = null, token = "", state = "moi", lostAt = null, sending = false, wanted = false, waiting = null, tries = 0;
  var pictures = [], items = [];
  var form = document.getElementById("mau"), box = document.getElementById("nd"), told = document.getElementById("daluu");
  var WAIT = [2, 4, 8, 15, 30, 60];

  function el(id) { return document.getElementById(id); }
  function two(n) { return (n < 10 ? "0" : "") + n; }
  function clock(date, seconds) {
    return two(date.getHours()) + ":" + two(date.getMinutes()) + (seconds ? ":" + two(date.getSeconds()) : "");
  }
  // The server's clock, as far as this phone's differs from it.
  function now() { return new Date(Date.now() + (base ? base.lech : 0)); }
  function make(tag, css, words) {
    var made = document.createElement(tag);
    if (css) { made.className = css; }
    if (words) { made.textContent = words; }
    return made;
  }
  function mark(shape, words) {
    var from = el("hinh-" + shape).content.cloneNode(true);
    from.querySelector("span span").textContent = words;
    return from;
  }

  function unsent() { return items.filter(function (item) { return !item.ma && !item.tuchoi; }); }
  function pending() { return items.filter(function (item) { return item.ma && item.anh > 0; }); }

  // ------------------------------------------------------------------------------------------ what is shown
  function status() {
    var n = unsent().length, photos = pending().reduce(function (sum, item) { return sum + item.anh; }, 0);
    var bar = el("mang"), first = "", second = "";
    var held = "Đang ghi trên máy: " + n + " mục chưa gửi.";
    if (state === "mat") {
      first = "Mất mạng từ " + clock(lostAt || now()) + ". " + held;
      second = "Cứ ghi tiếp. Có mạng sẽ tự gửi, không gửi hai lần.";
    } else if (state === "hetphien") {
      first = "Phiên đăng nhập đã hết. " + held;
      second = "Các mục vẫn nằm trên máy; đăng nhập lại là tự gửi.";
    } else if (n || photos) {
      first = n ? held : "Còn " + photos + " ảnh chờ gửi.";
      second = sending ? "Đang gửi." : "Sẽ gửi lại sau ít giây, không gửi hai lần.";
    }
    bar.hidden = !first || !base;
    el("mang-1").textContent = first;
    el("mang-2").textContent = second;
    el("dang-nhap").hidden = state !== "hetphien";
    el("dem").textContent = items.filter(function (i) { return i.ma; }).length + " đã gửi, " + n + " trên máy";
  }
  function list() {
    var place = el("ds-muc");
    place.replaceChildren();
    items.slice().reverse().forEach(function (item) {
      var row = make("li"), when = new Date(item.luc);
      var shape = item.tuchoi ? ["tre", "Chưa nhận"] : item.ma ? ["xong", "Đã gửi"] : ["may", "Trên máy"];
      row.appendChild(mark(shape[0], shape[1]));
      var more = [clock(when)];
      if (item.ma) { more.push(item.ma); more.push("máy chủ nhận " + clock(new Date(item.nhan))); }
      if (item.anh) { more.push(item.anh + " ảnh chờ gửi"); }
      row.appendChild(document.createTextNode(" "));
      row.appendChild(make("span", "mo nho", more.join(" · ")));
      row.appendChild(make("br"));
      row.appendChild(document.createTextNode(item.noidung));
      if (item.tuchoi) {
        var first = item.hoi && item.hoi[0];
        row.appendChild(make("p", "nho m-0", first ? first.hoi : item.tuchoi));
        if (first) { answers(row, item, first); }
        var again = make("button", "btn btn-phu btn-sm", "Sửa rồi gửi lại");
        again.type = "button";
        again.addEventListener("click", function () { back(item); });
        row.appendChild(again);
      }
      place.appendChild(row);
    });
    el("chua-co").hidden = items.length > 0;
    status();
  }
  // A question of the server: each answer is a button; the last one answered sends the item again.
  function answers(row, item, first) {
    [[first.khac, function () { item.thay = first.kieu; item.hoi = []; }], [first.giu, function () {
      item.biet = (item.biet || []).concat(first.ma);
      item.hoi = item.hoi.slice(1);
    }]].forEach(function (pair) {
      if (!pair[0]) { return; }
      var button = make("button", "btn btn-phu btn-sm", pair[0]);
      button.type = "button";
      button.addEventListener("click", function () {
        pair[1]();
        if (!item.hoi.length) { delete item.tuchoi; delete item.hoi; }
        Kho.put(me, item).then(function () { list(); push(); }).catch(trouble);
      });
      row.appendChild(button);
      row.appendChild(document.createTextNode(" "));
    });
  }
  function point() {
    var chosen = el("diem").value;
    return base.diem.find(function (p) { return p.khoa === chosen; }) || base.diem[0];
  }
  function frame() {
    var select = el("diem"), kept = select.value || location.hash.slice(1);
    select.replaceChildren();
    base.diem.forEach(function (p) {
      var option = make("option", "", p.ten + " · " + p.luc);
      option.value = p.khoa;
      select.appendChild(option);
    });
    if (base.diem.some(function (p) { return p.khoa === kept; })) { select.value = kept; }
    el("chon-diem").hidden = base.diem.length < 2;
    var chips = el("linh-vuc");
    chips.querySelectorAll("label").forEach(function (label) { label.remove(); });
    base.chip.forEach(function (field) {
      var label = make("label"), radio = make("input");
      radio.type = "radio"; radio.name = "lv"; radio.value = field[0];
      label.appendChild(radio);
      label.appendChild(make("span", "", field[1]));
      chips.appendChild(label);
    });
    var rest = el("lv-khac");
    rest.replaceChildren(make("option", "", "Lĩnh vực khác…"));
    rest.firstChild.value = "";
    base.khac.forEach(function (field) {
      var option = make("option", "", field[1]);
      option.value = field[0];
      rest.appendChild(option);
    });
    head();
    show(base.diem.length ? "ghi" : "khongcodiem");
  }
  function head() {
    var p = base.diem.length ? point() : null;
    el("o-dau").textContent = p ? p.ten + (p.cutri ? " · " + p.cutri + " người" : "") : base.ten;
  }
  function show(which) {
    ["ghi", "khongcodiem", "chuamo", "khongduoc"].forEach(function (name) { el("man-" + name).hidden = name !== which; });
    el("day").hidden = which !== "ghi";
  }

  // ------------------------------------------------------------------------------------------ what is written
  function typed() {
    var chip = form.querySelector("input[name=lv]:checked"), named = form.querySelector("input[name=n]:checked");
    return {
      noidung: box.value, lv: el("lv-khac").value || (chip ? chip.value : ""), coten: named && named.value === "1",
      ten: el("ten").value, sdt: el("sdt").value, diem: base.diem.length ? point().khoa : "",
    };
  }
  function fill(value) {
    box.value = value.noidung || "";
    form.querySelectorAll("input[name=lv]").forEach(function (radio) { radio.checked = radio.value === value.lv; });
    el("lv-khac").value = form.querySelector("input[name=lv]:checked") ? "" : value.lv || "";
    form.querySelector("input[name=n][value='" + (value.coten ? "1" : "0") + "']").checked = true;
    el("ten").value = value.ten || "";
    el("sdt").value = value.sdt || "";
    if (value.diem && base.diem.some(function (p) { return p.khoa === value.diem; })) { el("diem").value = value.diem; }
    naming();
  }
  function naming() {
    var named = form.querySelector("input[name=n]:checked");
    el("nguoi").hidden = !named || named.value !== "1";
  }
  var saving = null, pen = Promise.resolve();
  function keepDraft() {
    window.clearTimeout(saving);
    saving = window.setTimeout(function () {
      saving = null;
      var value = typed();
      pen = pen.then(function () { return saving === null && Kho.keepDraft(me, value); }).then(function () {
        told.textContent = "Đã lưu trên máy " + clock(now(), true);
      }).catch(trouble);
    }, 250);
  }
  function trouble(error) {
    told.textContent = error && error.name === "QuotaExceededError" ?
      "Máy hết chỗ: mục này chưa lưu. Xóa bớt ảnh, tệp trên máy rồi bấm lưu lại." :
      "Chưa lưu được trên máy. Chữ còn trên màn hình; bấm lưu lại.";
  }
  function save(event) {
    event.preventDefault();
    var value = typed(), missing = !value.noidung.trim();
    el("thieu").hidden = !missing;
    box.classList.toggle("is-invalid", missing);
    if (missing) { box.focus(); return; }
    window.clearTimeout(saving);
    saving = null;
    var p = point(), item = {
      id: crypto.randomUUID(), dot: p.dot, so: p.so, noidung: value.noidung.trim(), lv: value.lv, anh: pictures.length,
      ten: value.coten ? value.ten.trim() : "", sdt: value.coten ? value.sdt.trim() : "", luc: now().toISOString(),
    };
    var taken = pictures;
    el("nut-luu").disabled = true;
    pen = pen.then(function () { return Kho.put(me, item, taken); }).then(function () {
      items.push(item);
      pictures = [];
      fill({ diem: value.diem });
      shots();
      told.textContent = "Đã lưu trên máy " + clock(now(), true);
      list();
      box.focus();
      if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
      push();
    }).catch(trouble).then(function () { el("nut-luu").disabled = false; });
  }
  function back(item) {
    fill({ noidung: item.noidung, lv: item.lv, coten: Boolean(item.ten || item.sdt), ten: item.ten, sdt: item.sdt, diem: item.dot + "/" + item.so });
    Kho.pictures(me, item.id).then(function (found) {
      pictures = found.map(function (file) { return file.blob; });
      shots();
      return Kho.keepDraft(me, typed());
    }).then(function () { return Kho.drop(item.id); }).then(function () {
      items = items.filter(function (other) { return other.id !== item.id; });
      list();
      box.focus();
    });
  }
  // A picture is made small before it waits: a hall's line is thin and a phone's room is dear.
  function smaller(file) {
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (image) {
      var scale = Math.min(1, 1600 / Math.max(image.width, image.height)), canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.82); });
    });
  }
  function shots() { el("so-anh").textContent = pictures.length ? "(" + pictures.length + " ảnh đi cùng mục này)" : ""; }
  function addPictures(event) {
    var files = Array.from(event.target.files);
    event.target.value = "";
    Promise.all(files.map(smaller)).then(function (made) {
      pictures = pictures.concat(made).slice(0, 6);
      shots();
    }).catch(function () { told.textContent = "Tệp này không phải ảnh. Chữ đã ghi vẫn còn."; });
  }

  // ---------------------------------------------------------------------------------- paper, to be typed later
  function paper() {
    return Kho.forms(me).then(function (found) {
      var place = el("phieu-ds");
      place.replaceChildren();
      el("phieu-dem").textContent = found.length ? found.length + " phiếu chưa gõ xong" : "";
      found.forEach(function (form, n) {
        var row = make("li"), look = make("button", "btn btn-phu btn-sm", "Xem phiếu " + (n + 1));
        var done = make("button", "btn btn-chu btn-sm", "Gõ xong, xóa ảnh phiếu " + (n + 1));
        look.type = done.type = "button";
        look.addEventListener("click", function () { unfold(row, form, n); });
        done.addEventListener("click", function () { Kho.dropPicture(form.id).then(paper); });
        row.appendChild(look);
        row.appendChild(document.createTextNode(" "));
        row.appendChild(done);
        place.appendChild(row);
      });
    });
  }
  function unfold(row, form, n) {
    var there = row.querySelector("img");
    if (there) { there.remove(); return; }
    var reader = new FileReader();
    reader.onload = function () {
      var image = make("img", "tx-anh");
      image.alt = "Ảnh phiếu giấy " + (n + 1);
      image.src = reader.result;
      row.appendChild(image);
    };
    reader.readAsDataURL(form.blob);
  }
  function addPaper(event) {
    var files = Array.from(event.target.files);
    event.target.value = "";
    Promise.all(files.map(smaller)).then(function (made) {
      return Promise.all(made.map(function (blob) { return Kho.keepForm(me, blob); }));
    }).then(paper).catch(trouble);
  }

  // ------------------------------------------------------------------------------------------ what is sent
  function ask(path, options) {
    var stop = new AbortController(), timer = window.setTimeout(function () { stop.abort(); }, 20000);
    options = Object.assign({ redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal }, options);
    return fetch(HERE + path, options).then(function (reply) {
      // The answer counts when it has been read to its end.
      if (reply.type === "opaqueredirect") { return { status: 401, value: {} }; }
      return reply.json().then(function (value) { return { status: reply.status, value: value }; });
    }).finally(function () { window.clearTimeout(timer); });
  }
  function send(path, values, files) {
    var data = new FormData();
    Object.keys(values).forEach(function (name) { [].concat(values[name]).forEach(function (one) { data.append(name, one); }); });
    (files || []).forEach(function (file) { data.append("upload", file.blob, file.id + ".jpg"); });
    return ask(path, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
  }
  function set(found) {
    if (found === state) { return; }
    if (found === "mat" && state !== "mat") { lostAt = now(); }
    state = found;
    status();
  }
  // 403 is a token of an earlier sign-in: a new one is fetched once.
  function verdict(item, reply, fresh) {
    if (reply.status === 200) { return reply.value; }
    if (reply.status === 401) { set("hetphien"); return null; }
    if (reply.status === 403 && !fresh) {
      var mine = me.ai;
      return refresh().then(function (there) { return there && me.ai === mine ? "lai" : null; });
    }
    if (reply.status === 404 || reply.status === 409 || reply.status === 422) {
      item.tuchoi = reply.value.lydo || "Máy chủ chưa nhận mục này.";
      item.hoi = reply.value.hoi && reply.value.hoi.length ? reply.value.hoi : undefined;
      delete item.thay;
      return Kho.put(me, item).then(list).then(function () { return false; });
    }
    throw new Error("again");
  }
  function sendItem(item, fresh) {
    var values = {
      ai: me.ai, item: item.id, contact: item.dot, point: item.so, said: item.noidung, field: item.lv, asker_name: item.ten,
      asker_phone: item.sdt, noted_at: item.luc, biet: item.biet || [], thay: item.thay || "",
    };
    // What goes under the seal takes its pictures along: there is no petition they could follow.
    return (item.thay ? Kho.pictures(me, item.id) : Promise.resolve([])).then(function (files) {
      return send("gui/", values, files);
    }).then(function (reply) { return verdict(item, reply, fresh); }).then(function (value) {
      if (value === "lai") { return sendItem(item, true); }
      if (!value) { return value; }
      item.ma = value.code;
      item.nhan = value.received_at;
      if (value.kin) { return sealed(item); }
      return Kho.put(me, item).then(function () { list(); return true; });
    });
  }
  // Nothing of it stays on this telephone but its number.
  function sealed(item) {
    return Kho.pictures(me, item.id).then(function (files) {
      return Promise.all(files.map(function (file) { return Kho.dropPicture(file.id); }));
    }).then(function () {
      item.noidung = "Đã niêm phong, chuyển cán bộ tiếp công dân.";
      item.ten = item.sdt = "";
      item.anh = 0;
      return Kho.put(me, item);
    }).then(function () { list(); return true; });
  }
  function sendPictures(item) {
    return Kho.pictures(me, item.id).then(function (found) {
      return found.reduce(function (before, file) {
        return before.then(function (on) {
          if (!on) { return false; }
          return send("anh/", { ai: me.ai, item: item.id, picture: file.id }, [file]).then(function (reply) {
            if (reply.status === 401) { set("hetphien"); return false; }
            if (reply.status !== 200) { throw new Error("again"); }
            return Kho.dropPicture(file.id).then(function () { return true; });
          });
        });
      }, Promise.resolve(true)).then(function (on) {
        if (!on) { return false; }
        item.anh = 0;
        return Kho.put(me, item).then(function () { list(); return true; });
      });
    });
  }
  function one(work) {
    return navigator.locks ? navigator.locks.request("phoihop-ghi-nhanh", { ifAvailable: true }, function (lock) {
      return lock ? work() : undefined;
    }) : work();
  }
  function push() {
    if (!me) { return; }
    if (sending) { wanted = true; return; }
    window.clearTimeout(waiting);
    waiting = null;
    if (!unsent().length && !pending().length) { status(); return; }
    sending = true;
    status();
    one(function () {
      var queue = unsent();
      return queue.reduce(function (before, item) {
        return before.then(function (on) { return on === null ? null : sendItem(item); });
      }, Promise.resolve(true)).then(function (on) {
        if (on === null) { return; }
        return pending().reduce(function (before, item) {
          return before.then(function (go) { return go && sendPictures(item); });
        }, Promise.resolve(true));
      });
    }).then(function () {
      tries = 0;
      if (state === "mat") { set("co"); }
    }).catch(function () {
      set("mat");
      tries += 1;
    }).then(function () {
      sending = false;
      // The line came back while a sending was dying: the next one does not wait for its turn.
      if (wanted) { wanted = false; push(); return; }
      if (state !== "hetphien" && (unsent().length || pending().length)) {
        waiting = window.setTimeout(push, 1000 * WAIT[Math.max(0, Math.min(tries, WAIT.length) - 1)]);
      }
      status();
    });
  }

  // ------------------------------------------------------------------------------------------ who is here
  function refresh() {
    var asked = Date.now();
    return ask("du-lieu/", {}).then(function (reply) {
      if (reply.status === 401) { set("hetphien"); return null; }
      if (reply.status !== 200) { throw new Error("again"); }
      var value = reply.value;
      token = value.token;
      // The middle of the way there and back is when the server looked at its clock.
      value.lech = new Date(value.bay_gio).getTime() - (asked + Date.now()) / 2;
      return Kho.enter(value.ai, value.khoa).then(function (entered) {
        var other = me && me.ai !== entered.ai;
        me = entered;
        delete value.khoa;
        delete value.token;
        base = value;
        set("co");
        return Kho.keepBackground(me, base).then(function () { return other ? begin() : true; });
      });
    });
  }
  function begin() {
    return Kho.all(me).then(function (found) {
      items = found;
      // What was sent stands here for a day, then this phone forgets it.
      var old = found.filter(function (i) { return i.ma && !i.anh && now() - new Date(i.luc) > 86400000; });
      items = found.filter(function (i) { return old.indexOf(i) < 0; });
      old.forEach(function (i) { Kho.drop(i.id); });
      frame();
      list();
      return paper().then(function () { return Kho.draft(me); });
    }).then(function (draft) {
      fill(draft || {});
      push();
    });
  }
  function offline(reason) {
    return Kho.known().then(function (found) {
      if (!found) { show("chuamo"); return; }
      me = found;
      return Kho.background(me).then(function (kept) {
        if (!kept) { show("chuamo"); return; }
        base = kept;
        if (reason === "mat") { set("mat"); }
        return begin();
      });
    });
  }
  function again() {
    if (!me) { start(); return; }
    tries = 0;
    refresh().then(function (there) { if (there) { list(); push(); } }).catch(function () { set("mat"); });
  }
  function start() {
    return refresh().then(function (there) { return there ? begin() : offline("hetphien"); })
      .catch(function () { return offline("mat"); });
  }

  if (!window.isSecureContext || !window.indexedDB || !navigator.serviceWorker || !(window.crypto && crypto.subtle)) {
    show("khongduoc");
    return;
  }
  navigator.serviceWorker.register(HERE + "sw.js", { scope: HERE });
  form.addEventListener("submit", save);
  form.addEventListener("input", function (event) { if (event.target.type !== "file") { naming(); keepDraft(); } });
  form.addEventListener("change", function (event) {
    if (event.target.name === "lv") { el("lv-khac").value = ""; }
    if (event.target.id === "lv-khac" && event.target.value) {
      form.querySelectorAll("input[name=lv]").forEach(function (radio) { radio.checked = false; });
    }
  });
  el("diem").addEventListener("change", head);
  el("anh").addEventListener("change", addPictures);
  el("phieu").addEventListener("change", addPaper);
  window.addEventListener("online", again);
  window.addEventListener("offline", function () { set("mat"); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden && me) { again(); } });
  start().then(function () { root.dataset.xong = "1"; });
})();
