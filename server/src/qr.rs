//! QR codes as one SVG path.

use qrcode::{Color, EcLevel, QrCode};

use crate::{Error, Result};

/// A QR code, with the quiet zone of four modules around it.
#[derive(Clone, Debug)]
pub struct Qr {
    /// Width and height of the `viewBox`.
    pub size: usize,
    /// The dark modules, for the `d` of a `<path>`.
    pub path: String,
}

/// Draws a text, such as a link. Fails when it is too long for a QR code.
pub fn draw(text: &str) -> Result<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::unexpected)?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4));
        }
    }
    Ok(Qr {
        size: width + 8,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_its_corner_inside_the_quiet_zone() {
        let qr = draw("https://learn.example.jp/check-in").unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1z"), "{}", qr.path);
        assert_eq!(qr.size % 4, 1, "{}", qr.size);
    }
}
