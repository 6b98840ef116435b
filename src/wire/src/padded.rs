//! One form for everything that is padded: version, length (big endian), postcard, zeros.

use crate::{VERSION, WireError};
use serde::{Serialize, de::DeserializeOwned};

const HEAD: usize = 3;

/// `value` as `N` bytes.
///
/// # Errors
/// [`WireError::TooLong`] when it does not fit.
pub(crate) fn encode<const N: usize>(value: &impl Serialize) -> Result<[u8; N], WireError> {
    let body = postcard::to_allocvec(value).map_err(|_| WireError::TooLong)?;
    let length = u16::try_from(body.len()).map_err(|_| WireError::TooLong)?;
    let mut out = [0; N];
    out[0] = VERSION;
    out[1..HEAD].copy_from_slice(&length.to_be_bytes());
    out.get_mut(HEAD..HEAD + body.len()).ok_or(WireError::TooLong)?.copy_from_slice(&body);
    Ok(out)
}

/// What `encode` wrote. Comparing with the canonical form refuses overlong integers, trailing bytes and
/// dirty padding at once.
///
/// # Errors
/// Wrong length, another version, a value outside its list, any other form.
pub(crate) fn decode<const N: usize, T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    let bytes: &[u8; N] = bytes.try_into().map_err(|_| WireError::Length)?;
    if bytes[0] != VERSION {
        return Err(WireError::Version(bytes[0]));
    }
    let length = usize::from(u16::from_be_bytes([bytes[1], bytes[2]]));
    let body = bytes.get(HEAD..HEAD + length).ok_or(WireError::Malformed)?;
    let value: T = postcard::from_bytes(body).map_err(|_| WireError::Malformed)?;
    if encode::<N>(&value)? == *bytes { Ok(value) } else { Err(WireError::Malformed) }
}
