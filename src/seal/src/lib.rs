//! HPKE envelopes and passphrase-wrapped keys. No policy: what is sealed, to whom and when is decided elsewhere.
