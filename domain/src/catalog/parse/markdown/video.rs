//! Videos: written like images, shown with controls and captions.

use std::ops::Range;

use super::links;
use super::page::Page;
use super::render::Renderer;
use crate::Lang;
use crate::catalog::diagnostic::Message;
use crate::html::escape;

/// The extensions of files shown as videos.
const VIDEOS: [&str; 2] = ["mp4", "webm"];

/// Whether the file is one that `<video>` shows.
pub(crate) fn is_video(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| VIDEOS.contains(&extension.to_lowercase().as_str()))
}

impl Renderer<'_, '_, '_> {
    /// Writes a video with its captions; without captions it is reported.
    pub(crate) fn video(&mut self, alt: &str, target: &str, span: &Range<usize>) -> bool {
        if !is_video(target) {
            return false;
        }
        let Some((url, path)) = links::file(self.page, target, span.clone()) else {
            return true;
        };
        let captions = captions(self.page, &path);
        if captions.is_empty() {
            let place = links::within(self.page, span, target);
            let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            let (name, lang) = (stem.rsplit('/').next().unwrap_or(stem), self.page.lang.code());
            let message = Message::new("動画に字幕がありません。", "The video has no captions.");
            self.page.sink.error("K0318", place, message).help(
                format!("動画の隣に {name}.{lang}.vtt を置いてください。"),
                format!("Put {name}.{lang}.vtt beside the video."),
            );
        }
        self.out.push_str(&format!(
            "<video controls preload=\"metadata\" src=\"{}\" aria-label=\"{}\">",
            escape(&url),
            escape(alt)
        ));
        for (lang, url, default) in captions {
            self.out.push_str(&format!(
                "<track kind=\"captions\" srclang=\"{}\" label=\"{}\" src=\"{}\"{}>",
                lang.code(),
                lang.t("日本語", "English"),
                escape(&url),
                if default { " default" } else { "" }
            ));
        }
        self.out.push_str("</video>");
        true
    }
}

/// The files of captions beside a video: `name.ja.vtt`, `name.en.vtt`, or `name.vtt` for all. Those in
/// the page's language are shown at once.
fn captions(page: &mut Page<'_>, video: &str) -> Vec<(Lang, String, bool)> {
    let stem = video.rsplit_once('.').map_or(video, |(stem, _)| stem).to_owned();
    let mut found = Vec::new();
    for lang in Lang::ALL {
        let path = format!("{stem}.{}.vtt", lang.code());
        if page.files.contains(&path) {
            found.push((lang, links::used(page, path), lang == page.lang));
        }
    }
    let path = format!("{stem}.vtt");
    if page.files.contains(&path) && found.iter().all(|(lang, _, _)| *lang != page.lang) {
        found.push((page.lang, links::used(page, path), true));
    }
    found
}
