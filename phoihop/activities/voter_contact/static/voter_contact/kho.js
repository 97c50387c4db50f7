// What one person wrote on this phone: kept in IndexedDB, sealed by a key that only that person's sign-in gives.
// The key cannot be read out of the browser; it goes when somebody else signs in here, or when its owner signs out.
(function () {
  "use strict";
  var ITEMS = "phoihop-ghi-nhanh", KEYS = "phoihop-khoa", encoder = new TextEncoder(), decoder = new TextDecoder();

  function open(name, build) {
    return new Promise(function (done, failed) {
      var asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = function () { build(asked.result); };
      asked.onerror = function () { failed(asked.error); };
      asked.onsuccess = function () {
        // Another page takes the keys away: let go at once.
        asked.result.onversionchange = function () { asked.result.close(); };
        done(asked.result);
      };
    });
  }
  function items() {
    return open(ITEMS, function (base) {
      base.createObjectStore("muc", { keyPath: "id" }).createIndex("ai", "ai");
      base.createObjectStore("anh", { keyPath: "id" }).createIndex("muc", "muc");
      base.createObjectStore("nen", { keyPath: "ai" });
      base.createObjectStore("nhap", { keyPath: "ai" });
    });
  }
  function keys() {
    return open(KEYS, function (base) { base.createObjectStore("khoa", { keyPath: "ai" }); });
  }
  // One transaction; resolved when it is on the disk, not before.
  function work(base, stores, mode, what) {
    return new Promise(function (done, failed) {
      var deal = mode === "readwrite" ? base.transaction(stores, mode, { durability: "strict" }) : base.transaction(stores, mode);
      var found = what(deal);
      deal.oncomplete = function () { base.close(); done(found && found.result !== undefined ? found.result : found); };
      deal.onabort = deal.onerror = function () { base.close(); failed(deal.error); };
    });
  }
  function inItems(stores, mode, what) { return items().then(function (base) { return work(base, stores, mode, what); }); }
  function inKeys(mode, what) { return keys().then(function (base) { return work(base, ["khoa"], mode, what); }); }

  function bytes(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }
  function derive(secret, who) {
    return crypto.subtle.importKey("raw", bytes(secret), "HKDF", false, ["deriveKey"]).then(function (base) {
      return crypto.subtle.deriveKey(
        { name: "HKDF", hash: "SHA-256", salt: encoder.encode(who), info: encoder.encode("phoihop ghi nhanh") },
        base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    });
  }
  // The owner and the place are under the seal too: a sealed text moved to another person or item does not open.
  function bound(me, id) { return encoder.encode(me.ai + " " + id); }
  function seal(me, id, raw) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return crypto.subtle.encrypt({ name: "AES-GCM", iv: iv, additionalData: bound(me, id) }, me.keys[0], raw)
      .then(function (sealed) { return { iv: iv, kin: sealed }; });
  }
  function unseal(me, id, row, n) {
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(me, id) }, me.keys[n || 0], row.kin)
      .catch(function (error) {
        if ((n || 0) + 1 < me.keys.length) { return unseal(me, id, row, (n || 0) + 1); }
        throw error;
      });
  }
  function sealed(me, id, value) { return seal(me, id, encoder.encode(JSON.stringify(value))); }
  function opened(me, id, row) {
    return unseal(me, id, row).then(function (raw) { return JSON.parse(decoder.decode(raw)); });
  }

  window.Kho = {
    // Somebody signed in: his keys stay, everybody else's go.
    enter: function (who, secrets) {
      return Promise.all(secrets.map(function (secret) { return derive(secret, who); })).then(function (made) {
        return inKeys("readwrite", function (deal) {
          deal.objectStore("khoa").clear();
          deal.objectStore("khoa").put({ ai: who, keys: made });
        }).then(function () { return { ai: who, keys: made }; });
      });
    },
    // Who may open what is here without asking the server: the last one who signed in and did not sign out.
    known: function () {
      return inKeys("readonly", function (deal) { return deal.objectStore("khoa").getAll(); })
        .then(function (found) { return found[0] || null; });
    },
    leave: function () { return inKeys("readwrite", function (deal) { deal.objectStore("khoa").clear(); }); },

    keepBackground: function (me, value) {
      return sealed(me, "nen", value).then(function (row) {
        row.ai = me.ai;
        return inItems(["nen"], "readwrite", function (deal) { deal.objectStore("nen").put(row); });
      });
    },
    background: function (me) {
      return inItems(["nen"], "readonly", function (deal) { return deal.objectStore("nen").get(me.ai); })
        .then(function (row) { return row && row.kin ? opened(me, "nen", row) : null; });
    },
    keepDraft: function (me, value) {
      return sealed(me, "nhap", value).then(function (row) {
        row.ai = me.ai;
        return inItems(["nhap"], "readwrite", function (deal) { deal.objectStore("nhap").put(row); });
      });
    },
    draft: function (me) {
      return inItems(["nhap"], "readonly", function (deal) { return deal.objectStore("nhap").get(me.ai); })
        .then(function (row) { return row && row.kin ? opened(me, "nhap", row) : null; });
    },
    // The item, its pictures and the emptied draft in one go: there is no moment at which it is in neither place.
    put: function (me, item, pictures) {
      var made = (pictures || []).map(function (blob, n) {
        var id = item.id + "." + n;
        return blob.arrayBuffer().then(function (raw) { return seal(me, id, raw); }).then(function (row) {
          row.id = id; row.muc = item.id; row.ai = me.ai; row.loai = blob.type;
          return row;
        });
      });
      return Promise.all([sealed(me, item.id, item), Promise.all(made)]).then(function (both) {
        both[0].id = item.id; both[0].ai = me.ai;
        return inItems(["muc", "anh", "nhap"], "readwrite", function (deal) {
          deal.objectStore("muc").put(both[0]);
          both[1].forEach(function (row) { deal.objectStore("anh").put(row); });
          if (pictures) { deal.objectStore("nhap").delete(me.ai); }
        });
      });
    },
    all: function (me) {
      return inItems(["muc"], "readonly", function (deal) { return deal.objectStore("muc").index("ai").getAll(me.ai); })
        .then(function (rows) { return Promise.all(rows.map(function (row) { return opened(me, row.id, row); })); })
        .then(function (found) { return found.sort(function (a, b) { return a.luc < b.luc ? -1 : 1; }); });
    },
    pictures: function (me, id) {
      return inItems(["anh"], "readonly", function (deal) { return deal.objectStore("anh").index("muc").getAll(id); })
        .then(function (rows) {
          return Promise.all(rows.map(function (row) {
            return unseal(me, row.id, row).then(function (raw) { return { id: row.id, blob: new Blob([raw], { type: row.loai }) }; });
          }));
        });
    },
    // Photographs of paper forms wait here to be typed; names stand on them, so they never leave the telephone.
    keepForm: function (me, blob) {
      var id = "phieu." + crypto.randomUUID();
      return blob.arrayBuffer().then(function (raw) { return seal(me, id, raw); }).then(function (row) {
        row.id = id; row.muc = "phieu " + me.ai; row.ai = me.ai; row.loai = blob.type;
        return inItems(["anh"], "readwrite", function (deal) { deal.objectStore("anh").put(row); });
      });
    },
    forms: function (me) { return this.pictures(me, "phieu " + me.ai); },
    dropPicture: function (id) {
      return inItems(["anh"], "readwrite", function (deal) { deal.objectStore("anh").delete(id); });
    },
    // An item goes with its pictures.
    drop: function (id) {
      return inItems(["muc", "anh"], "readwrite", function (deal) {
        deal.objectStore("muc").delete(id);
        deal.objectStore("anh").index("muc").openKeyCursor(id).onsuccess = function (event) {
          var at = event.target.result;
          if (at) { deal.objectStore("anh").delete(at.primaryKey); at.continue(); }
        };
      });
    },
  };
})();
