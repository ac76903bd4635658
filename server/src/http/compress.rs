//! Compresses pages in one go. The general layer streams, with a window of 4 MB for each answer: for
//! a page of some kilobytes that takes longer than drawing it.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use brotli::enc::BrotliEncoderParams;

/// Compresses a page for a browser that takes brotli; leaves every other answer alone.
pub(super) async fn page(response: Response) -> Response {
    let headers = response.headers();
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
        && !headers.contains_key(header::CONTENT_ENCODING);
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // A page is in memory as a whole; one that fails to be read is cut, as it would be unread.
    let plain = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut packed = Vec::with_capacity(plain.len() / 3 + 64);
    if brotli::BrotliCompress(&mut plain.as_ref(), &mut packed, &params(plain.len())).is_err() {
        return Response::from_parts(parts, Body::from(plain));
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    parts
        .headers
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(packed))
}

/// Quality 3 with a small window takes less than half of the time of 4 with a large one, and makes a
/// page larger by a few percent.
fn params(length: usize) -> BrotliEncoderParams {
    BrotliEncoderParams {
        quality: 3,
        lgwin: 16,
        size_hint: length,
        ..BrotliEncoderParams::default()
    }
}

/// Whether `Accept-Encoding` names brotli, and not with a weight of nothing (RFC 9110, 12.5.3).
pub fn takes_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|part| part.split_once(';').unwrap_or((part, "")))
        .any(|(name, weight)| {
            let weight = weight.trim().strip_prefix("q=");
            let refused = weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0_f32));
            name.trim().eq_ignore_ascii_case("br") && !refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_taken_where_it_is_named_and_not_refused() {
        for (line, taken) in [
            ("gzip, br", true),
            ("br;q=0.5", true),
            ("br;q=0, gzip", false),
            ("br ; q=0.000", false),
            ("br;q=0.001", true),
            ("brotli", false),
            ("gzip", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(line));
            assert_eq!(takes_brotli(&headers), taken, "{line}");
        }
    }

    #[test]
    fn a_packed_page_comes_back_as_it_was() {
        let page = "<p>架け橋</p>".repeat(9000);
        let (mut packed, mut plain) = (Vec::new(), Vec::new());
        brotli::BrotliCompress(&mut page.as_bytes(), &mut packed, &params(page.len())).unwrap();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut plain).unwrap();
        assert_eq!(plain, page.as_bytes());
        assert!(packed.len() < page.len() / 50);
    }
}
