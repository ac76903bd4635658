//! The drawings, videos and files of a course.

use std::{ops::RangeInclusive, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http_range_header::parse_range_header;

use super::Revision;
use crate::Services;

/// `GET /courses/{course}/files/{path}`: a file of the live revision, or the part of it that is asked
/// for: some browsers play a video only in parts, and a cut line goes on where it stopped. Who has the
/// file already is told so. Anyone may look: lessons are open teaching material, and no answer key is
/// among the files.
pub async fn get(
    State(services): State<Arc<Services>>,
    Path((course, path)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    let path = domain::folding::file_name(&path);
    let Ok(revision) = services.catalog.course(&course) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if !revision.course.images.contains_key(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    // The very bytes that the revision holds, however many ask for them.
    let bytes = Bytes::from_owner(CourseFile {
        revision: revision.clone(),
        path: path.clone(),
    });
    // The hash of all files of the revision: with the address it names these bytes.
    let tag = format!("\"{}\"", revision.hash);
    let about = [
        (header::CONTENT_TYPE, kind(&path).to_owned()),
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
        (header::ETAG, tag.clone()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ];
    if header_of(&asked, header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag)) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    // A part of another state of the file would not fit to the rest.
    let same = header_of(&asked, header::IF_RANGE).is_none_or(|known| known == tag);
    let wanted = header_of(&asked, header::RANGE).filter(|_| same);
    match wanted.map(|wanted| part(wanted, bytes.len())) {
        None | Some(Wanted::All) => (about, bytes).into_response(),
        Some(Wanted::Part(range)) => {
            let place = format!("bytes {}-{}/{}", range.start(), range.end(), bytes.len());
            let part = bytes.slice(range);
            let place = [(header::CONTENT_RANGE, place)];
            (StatusCode::PARTIAL_CONTENT, about, place, part).into_response()
        }
        Some(Wanted::Nothing) => {
            let place = [(header::CONTENT_RANGE, format!("bytes */{}", bytes.len()))];
            (StatusCode::RANGE_NOT_SATISFIABLE, place).into_response()
        }
    }
}

/// A file of a revision, which lives as long as somebody is being sent the file.
struct CourseFile {
    revision: Arc<Revision>,
    path: String,
}

impl AsRef<[u8]> for CourseFile {
    fn as_ref(&self) -> &[u8] {
        self.revision
            .course
            .images
            .get(&self.path)
            .map_or(&[], Vec::as_slice)
    }
}

fn header_of(asked: &HeaderMap, name: HeaderName) -> Option<&str> {
    asked.get(name)?.to_str().ok()
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq)]
enum Wanted {
    /// Nothing that we give in parts: several at once, or another unit.
    All,
    /// These bytes.
    Part(RangeInclusive<usize>),
    /// Bytes after the end.
    Nothing,
}

fn part(wanted: &str, length: usize) -> Wanted {
    let Ok(ranges) = parse_range_header(wanted) else {
        return Wanted::All;
    };
    let Ok(ranges) = ranges.validate(length as u64) else {
        return Wanted::Nothing;
    };
    match ranges.as_slice() {
        [range] => Wanted::Part(*range.start() as usize..=*range.end() as usize),
        _ => Wanted::All,
    }
}

fn kind(path: &str) -> &'static str {
    let end = path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    match end.as_deref() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("vtt") => "text/vtt; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_part_a_rest_and_an_end_are_given_and_nothing_behind_the_end() {
        assert_eq!(part("bytes=0-1", 10), Wanted::Part(0..=1));
        assert_eq!(part("bytes=4-", 10), Wanted::Part(4..=9));
        assert_eq!(part("bytes=-3", 10), Wanted::Part(7..=9));
        assert_eq!(part("bytes=8-20", 10), Wanted::Part(8..=9));
        assert_eq!(part("bytes=10-", 10), Wanted::Nothing);
        assert_eq!(part("bytes=0-1,4-5", 10), Wanted::All);
        assert_eq!(part("lines=1-2", 10), Wanted::All);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_is_in_the_file(wanted in "(bytes=)?[0-9,-]{0,12}|.{0,12}", length in 0..50_usize) {
            if let Wanted::Part(range) = part(&wanted, length) {
                prop_assert!(vec![0; length].get(range).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
