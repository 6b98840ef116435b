//! Messages between element, gateway and desk: each decoder as it is, and at its right length.

use qinghe_seal::{KeyPair, open_exporting, receipt_open, receipt_seal};
use qinghe_wire::{
    ENVELOPE_LEN, Envelope, KEY_ID_LEN, NOTICE_LEN, Notice, OUTER_INFO, OUTER_PLAIN_LEN, RECEIPT_EXPORT,
    RECEIPT_KEY_LEN, RECEIPT_LEN, RECEIPT_PLAIN_LEN, Receipt, outer_plain, split_outer,
};

/// Key id of the gateway that reads.
const GATEWAY: [u8; KEY_ID_LEN] = [4; KEY_ID_LEN];

/// Every decoder.
pub fn wire(bytes: &[u8]) {
    for (length, decode) in [
        (NOTICE_LEN, notice as fn(&[u8]) -> bool),
        (ENVELOPE_LEN, envelope),
        (OUTER_PLAIN_LEN, outer),
        (RECEIPT_PLAIN_LEN, receipt),
        (RECEIPT_LEN, sealed_receipt),
    ] {
        assert!(!decode(bytes) || bytes.len() == length, "a message of another length");
        let mut whole = bytes.to_vec();
        whole.resize(length, 0);
        decode(&whole);
    }
}

fn notice(bytes: &[u8]) -> bool {
    let Ok(notice) = Notice::decode(bytes) else { return false };
    assert!(notice.encode().is_ok_and(|again| again == bytes), "a notice has a second form");
    true
}

fn envelope(bytes: &[u8]) -> bool {
    let Ok(envelope) = Envelope::parse(bytes) else { return false };
    let again = [envelope.aad, envelope.sealed].concat();
    assert!(
        again == bytes && Envelope::prefix(&envelope.gateway_key) == envelope.aad,
        "an envelope has a second form"
    );
    // A gateway opens only what names its key.
    if envelope.gateway_key == GATEWAY {
        let key = KeyPair::from_private(&[7; 32]).expect("a scalar of the curve");
        let Envelope { aad, sealed, .. } = envelope;
        if let Ok((plain, _)) =
            open_exporting(&key.private, OUTER_INFO, aad, sealed, RECEIPT_EXPORT, RECEIPT_KEY_LEN)
        {
            outer(&plain);
        }
    }
    true
}

fn outer(bytes: &[u8]) -> bool {
    let Ok((head, inner)) = split_outer(bytes) else { return false };
    assert!(outer_plain(&head, inner).is_ok_and(|again| again == bytes), "a head has a second form");
    true
}

fn receipt(bytes: &[u8]) -> bool {
    let Ok(receipt) = Receipt::decode(bytes) else { return false };
    assert!(receipt.encode() == bytes, "a receipt has a second form");
    let sealed = receipt_seal(&[3; RECEIPT_KEY_LEN], bytes).expect("random numbers");
    assert!(receipt_open(&[3; RECEIPT_KEY_LEN], &sealed).is_ok_and(|again| again == bytes));
    true
}

fn sealed_receipt(bytes: &[u8]) -> bool {
    receipt_open(&[3; RECEIPT_KEY_LEN], bytes).is_ok_and(|plain| receipt(&plain))
}
