// The empty page of Ghi nhanh, kept so that it opens without a line. It holds nothing that anybody wrote.
"use strict";
var NAME = "ghi-nhanh-{{ version }}", SHELL = [{% for url in shell %}"{{ url|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(NAME).then(function (kept) {
    return kept.addAll(SHELL.map(function (url) { return new Request(url, { cache: "reload" }); }));
  }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.indexOf("ghi-nhanh-") === 0 && name !== NAME; })
      .map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});
self.addEventListener("fetch", function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || SHELL.indexOf(url.pathname) < 0) { return; }
  event.respondWith(caches.match(url.pathname, { cacheName: NAME, ignoreVary: true }).then(function (kept) {
    return kept || fetch(event.request);
  }));
});
