//! Canonical bytes: every number has one width, every text one form, so a value has exactly one encoding.

use crate::{Day, Fault, Id, text::Text};
use zeroize::Zeroizing;

/// Bytes being written; wiped when dropped.
#[derive(Default)]
pub(crate) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Writer {
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn u8(&mut self, number: u8) -> &mut Writer {
        self.raw(&[number])
    }

    pub fn u16(&mut self, number: u16) -> &mut Writer {
        self.raw(&number.to_le_bytes())
    }

    pub fn i32(&mut self, number: i32) -> &mut Writer {
        self.raw(&number.to_le_bytes())
    }

    pub fn day(&mut self, day: Day) -> &mut Writer {
        self.raw(&day.days().to_le_bytes())
    }

    pub fn text<const MOST: usize>(&mut self, text: &Text<MOST>) -> &mut Writer {
        // At most 2 000 characters of four bytes.
        self.u16(u16::try_from(text.as_str().len()).unwrap_or(u16::MAX)).raw(text.as_str().as_bytes())
    }

    pub fn option<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Writer, &T)) -> &mut Writer {
        self.u8(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
        self
    }

    pub fn list<T>(&mut self, values: &[T], write: impl Fn(&mut Writer, &T)) -> &mut Writer {
        self.u16(u16::try_from(values.len()).unwrap_or(u16::MAX));
        for value in values {
            write(self, value);
        }
        self
    }

    pub fn done(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

/// Bytes being read.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    pub fn fault(&self) -> Fault {
        Fault::Malformed { at: self.at }
    }

    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(length).ok_or_else(|| self.fault())?;
        let part = self.bytes.get(self.at..end).ok_or_else(|| self.fault())?;
        self.at = end;
        Ok(part)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.raw(N)?.try_into().map_err(|_| self.fault())
    }

    pub fn u8(&mut self) -> Result<u8, Fault> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn bool(&mut self) -> Result<bool, Fault> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.fault()),
        }
    }

    pub fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn i32(&mut self) -> Result<i32, Fault> {
        self.array().map(i32::from_le_bytes)
    }

    pub fn id(&mut self) -> Result<Id, Fault> {
        self.array()
    }

    pub fn digest(&mut self) -> Result<[u8; 32], Fault> {
        self.array()
    }

    pub fn day(&mut self) -> Result<Day, Fault> {
        let days = self.array().map(u32::from_le_bytes)?;
        Day::new(days).ok_or_else(|| self.fault())
    }

    pub fn text<const MOST: usize>(&mut self) -> Result<Text<MOST>, Fault> {
        let length = usize::from(self.u16()?);
        let bytes = self.raw(length)?.to_vec();
        String::from_utf8(bytes).ok().and_then(Text::exact).ok_or_else(|| self.fault())
    }

    pub fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        if self.bool()? { read(self).map(Some) } else { Ok(None) }
    }

    /// A list of at most `most`. Nothing is set aside for a number that a file only claims.
    pub fn list<T>(
        &mut self,
        most: usize,
        read: impl Fn(&mut Reader<'a>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let length = usize::from(self.u16()?);
        if length > most {
            return Err(self.fault());
        }
        let mut values = Vec::new();
        for _ in 0..length {
            values.push(read(self)?);
        }
        Ok(values)
    }

    /// Everything that is left.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Only zeros may follow.
    pub fn end(self) -> Result<(), Fault> {
        match self.rest().iter().position(|byte| *byte != 0) {
            None => Ok(()),
            Some(odd) => Err(Fault::Malformed { at: self.at + odd }),
        }
    }
}
