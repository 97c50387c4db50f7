// A box that is a table of rows: added, moved, taken away, pasted into; without it the numbers and blank rows do the same.
(function () {
  "use strict";
  document.querySelectorAll("[data-hang]").forEach(function (grid) {
    var body = grid.querySelector("tbody"), blank = grid.querySelector("template");
    var form = grid.closest("form");
    function rows() { return Array.from(body.rows); }
    function boxes(row) { return Array.from(row.querySelectorAll("td:not(.ph-hang-stt) input, td:not(.ph-hang-stt) textarea")); }
    function empty(row) { return boxes(row).every(function (box) { return !box.value.trim(); }); }
    function tell(words) { grid.querySelector("[data-bao]").textContent = words; }
    function clock(minutes) { return new Date(minutes * 60000).toISOString().slice(11, 16); }
    // Numbers, names and hours follow the order the rows stand in.
    function counted() {
      var sum = 0, plain = true, at = parseInt(grid.dataset.tu, 10);
      rows().forEach(function (row, n) {
        row.querySelectorAll("[data-ten]").forEach(function (part) { part.setAttribute("aria-label", part.dataset.ten + ", hàng " + (n + 1)); });
        row.querySelector(".ph-hang-stt input[type=text]").value = empty(row) ? "" : n + 1;
        var box = row.querySelector("[data-phut]"), hour = row.querySelector("[data-gio]");
        if (!box) { return; }
        var typed = box.value.trim(), long = /^\d{1,3}\s*('|p|phút)?$/i.test(typed) ? parseInt(typed, 10) : NaN;
        plain = plain && (!typed || !isNaN(long));
        hour.textContent = plain && long && !isNaN(at) ? clock(at + sum) + "–" + clock(at + sum + long) : "";
        sum += long || 0;
      });
      var wanted = parseInt(grid.dataset.lich, 10);
      grid.querySelector("[data-cong]").textContent = !plain || !body.querySelector("[data-phut]") ? "" :
        "Cộng " + sum + " phút" + (wanted && sum !== wanted ? "; lịch đặt " + wanted + " phút." : ".");
    }
    function changed() { counted(); if (form) { form.dispatchEvent(new Event("input", { bubbles: true })); } }
    function added(after) {
      var row = blank.content.firstElementChild.cloneNode(true);
      if (after) { after.after(row); } else { body.appendChild(row); }
      row.querySelectorAll("button[hidden]").forEach(function (b) { b.hidden = false; });
      return row;
    }
    function moved(row, up) {
      var other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) { return; }
      if (up) { other.before(row); } else { other.after(row); }
      changed();
      tell("Đã chuyển tới hàng " + (rows().indexOf(row) + 1) + ".");
    }
    // One reader of pasted lines, on the server: a table of Word or Excel becomes rows below the one pasted into.
    function pasted(text, row) {
      var typed = new FormData(form);
      typed.set("hang-dan", text);
      fetch(grid.dataset.doc, { method: "POST", body: typed }).then(function (reply) {
        return reply.ok ? reply.text() : Promise.reject(reply);
      }).then(function (made) {
        var holder = document.createElement("tbody"), before = rows().length;
        holder.innerHTML = made;
        Array.from(holder.rows).reverse().forEach(function (one) {
          one.querySelectorAll("[id]").forEach(function (part) { part.removeAttribute("id"); });
          one.querySelectorAll("button[hidden]").forEach(function (b) { b.hidden = false; });
          row.after(one);
        });
        var more = rows().length - before, first = row.nextElementSibling;
        if (more && empty(row)) { row.remove(); }
        changed();
        if (more) { boxes(first)[0].focus(); }
        tell(more ? "Đã đưa " + more + " dòng vào bảng." : "Không đọc được dòng nào.");
      }).catch(function () { tell("Chưa đưa được vào bảng: mất mạng hoặc hết phiên. Chữ đã gõ còn nguyên."); });
    }
    function copied(data) {
      var page = new DOMParser().parseFromString(data.getData("text/html"), "text/html"), table = page.querySelector("table");
      page.querySelectorAll("br, p, div").forEach(function (part) { part.after(" "); });
      return !table ? data.getData("text/plain") : Array.from(table.rows).map(function (row) {
        return Array.from(row.cells).map(function (cell) { return cell.textContent.replace(/\s+/g, " ").trim(); }).join("\t");
      }).join("\n");
    }
    body.addEventListener("paste", function (event) {
      if (!grid.dataset.doc || !event.clipboardData) { return; }
      var text = copied(event.clipboardData), many = /\t/.test(text) || (/\n./.test(text.trim()) && !("nhieudong" in event.target.dataset));
      if (many) { event.preventDefault(); pasted(text, event.target.closest("tr")); }
    });
    grid.addEventListener("click", function (event) {
      var button = event.target.closest("button"), row = button && button.closest("tr");
      if (!button) { return; }
      if ("them" in button.dataset) { boxes(added(null))[0].focus(); changed(); return; }
      if (!row) { return; }
      if ("len" in button.dataset) { moved(row, true); button.focus(); }
      if ("xuong" in button.dataset) { moved(row, false); button.focus(); }
      if ("bo" in button.dataset) {
        var next = row.nextElementSibling || row.previousElementSibling || added(null);
        row.remove();
        changed();
        next.querySelector("[data-bo]").focus();
        tell("Đã bỏ một hàng; chưa ghi thì nạp lại trang là còn.");
      }
    });
    body.addEventListener("keydown", function (event) {
      var row = event.target.closest("tr");
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        moved(row, event.key === "ArrowUp");
        event.target.focus();
      } else if (event.key === "Enter" && /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && !("nhieudong" in event.target.dataset)) {
        event.preventDefault();
        var place = boxes(row).indexOf(event.target), below = row.nextElementSibling || added(row);
        counted();
        boxes(below)[Math.max(place, 0)].focus();
      }
    });
    // A number typed by hand moves its row too.
    body.addEventListener("change", function (event) {
      var row = event.target.closest("tr"), place = parseInt(event.target.value, 10);
      if (event.target.closest(".ph-hang-stt") && place > 0) {
        var rest = rows().filter(function (one) { return one !== row; });
        if (rest[place - 1]) { rest[place - 1].before(row); } else { body.appendChild(row); }
        event.target.focus();
      }
      counted();
    });
    var lines = form && form.querySelector("[data-thanh-hang]");
    if (lines && grid.dataset.doc) {
      var take = document.createElement("button");
      take.type = "button";
      take.className = "btn btn-phu btn-sm mt-2";
      take.textContent = "Đưa các dòng này vào bảng";
      lines.after(take);
      take.addEventListener("click", function () {
        if (!lines.value.trim()) { lines.focus(); return; }
        var last = rows().filter(function (row) { return !empty(row); }).pop() || rows()[0] || added(null);
        pasted(lines.value, last);
        lines.value = "";
      });
    }
    grid.querySelectorAll("button[hidden], [data-phim]").forEach(function (part) { part.hidden = false; });
    counted();
  });
})();
