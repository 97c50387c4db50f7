// Passkeys: shows the button where browser and address can, and says in words what the device refused.
(function () {
  "use strict";
  // A key belongs to a name: an address of numbers has none, whatever the browser could do.
  var named = !/^(\[.*\]|[\d.]+)$/.test(window.location.hostname);
  var able = window.isSecureContext && !!window.PublicKeyCredential && named;
  document.querySelectorAll("[data-khoa]").forEach(function (place) {
    var yes = place.querySelector("[data-khoa-co]"), no = place.querySelector("[data-khoa-khong]");
    if (yes) { yes.hidden = !able; }
    if (no) { no.hidden = able; }
  });
  var WORDS = {
    NotAllowedError: "Chưa dùng khóa: đồng chí đã thôi, hoặc quá giờ. Bấm lại nút để thử lần nữa.",
    AbortError: "Chưa dùng khóa: đồng chí đã thôi. Bấm lại nút để thử lần nữa.",
    InvalidStateError: "Máy này đã có khóa của đồng chí rồi.",
    SecurityError: "Địa chỉ đang mở không dùng được khóa truy cập. Mở trang bằng tên miền và https."
  };
  document.addEventListener("allauth.error", function (event) {
    var place = document.querySelector("[data-khoa-loi]");
    if (!place) { return; }
    event.preventDefault();
    place.textContent = WORDS[event.detail.exception.name] || "Chưa dùng được khóa. Thử lại, hoặc vào bằng mật khẩu.";
  });
})();
