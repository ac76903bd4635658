//! Bytes to text: UTF-8, UTF-16 with its mark, and the Shift_JIS that Japanese spreadsheets still write.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::Refused;
use crate::catalog::Message;

/// The text of a file, without its byte order mark.
///
/// A mark decides; else UTF-8 if it fits; else what an XML declaration names; else Shift_JIS if it fits.
/// Nothing is replaced by a question mark: a file that fits none of them is refused.
pub fn decode(bytes: &[u8]) -> Result<String, Refused> {
    read(bytes).map(|read| read.text)
}

/// A text, and what it was without.
#[derive(Debug)]
pub(crate) struct Read {
    pub text: String,
    /// How many control characters were taken out: word processors leave U+000B where a line ends.
    pub controls: usize,
    /// Whether it has U+FFFD, the sign of a letter that was lost before.
    pub damaged: bool,
}

impl Read {
    fn of(text: &str) -> Read {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let controls = lines.chars().filter(|letter| is_odd(*letter)).count();
        let seen = |letter| match letter {
            '\u{b}' => ' ',
            _ => letter,
        };
        let kept = |letter: &char| *letter == '\u{b}' || *letter == '\u{fffd}' || !is_odd(*letter);
        Read {
            controls: controls - lines.matches('\u{fffd}').count(),
            damaged: lines.contains('\u{fffd}'),
            text: lines.chars().filter(kept).map(seen).collect(),
        }
    }
}

/// As [`decode`], with what was taken out.
pub(crate) fn read(bytes: &[u8]) -> Result<Read, Refused> {
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (None, 0),
    };
    let bytes = &bytes[skip..];
    let tries: Vec<&'static Encoding> = match encoding {
        Some(marked) => vec![marked],
        None if bytes.contains(&0) => vec![UTF_16LE, UTF_16BE]
            .into_iter()
            .filter(|_| declared(bytes) == Some(UTF_16LE))
            .collect(),
        None => std::iter::once(UTF_8)
            .chain(declared(bytes))
            .chain([SHIFT_JIS])
            .collect(),
    };
    for encoding in tries {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            let odd = text.chars().filter(|letter| is_odd(*letter)).count();
            // Bytes that are UTF-8 are text with something odd in it, unless hardly anything else is.
            let certain = encoding == UTF_8 && odd <= 1 + text.chars().count() / 20;
            if odd == 0 || certain {
                return Ok(Read::of(&text));
            }
        }
    }
    Err(Message::new(
        "ファイルの文字コードが分かりません。「UTF-8」で保存し直してください（UTF-8、印つきのUTF-16、シフトJISを読めます）。",
        "The file's encoding is not known. Save it again as UTF-8 (UTF-8, UTF-16 with its mark and Shift_JIS are read).",
    ))
}

/// A character that no text has: a sign that the encoding is another one.
fn is_odd(letter: char) -> bool {
    matches!(letter, '\u{0}'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}')
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes
        .iter()
        .take(200)
        .copied()
        .filter(|byte| *byte != 0)
        .collect();
    let head = String::from_utf8_lossy(&head);
    let head = head.strip_prefix("<?xml")?;
    let head = &head[..head.find("?>")?];
    let value = head.split("encoding=").nth(1)?;
    let name = value.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(name.as_bytes())
}
