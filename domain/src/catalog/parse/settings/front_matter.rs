//! The TOML between `+++` lines at the top of a markdown file.

use std::ops::Range;

use crate::catalog::diagnostic::Message;
use crate::catalog::parse::sink::Sink;

/// Where a markdown file's parts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    /// The TOML.
    pub toml: Range<usize>,
    /// The first `+++`, for complaints about what is missing.
    pub fence: Range<usize>,
    /// Where the markdown starts.
    pub body: usize,
}

/// Finds the front matter, or says that there is none.
pub(crate) fn split(sink: &mut Sink<'_>) -> FrontMatter {
    let text = sink.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = Lines { text, at: start };
    let first = lines.next().unwrap_or(start..start);
    if text[first.clone()].trim_end() != "+++" {
        sink.error(
            "K0106",
            first.clone(),
            Message::new(
                "ファイルの最初に、+++ の行で囲んだ見出し情報が必要です。",
                "The file must start with front matter between +++ lines.",
            ),
        )
        .help(
            "1行目に +++ 、続けて title = \"…\"、そして +++ と書きます。",
            "Write +++, then title = \"…\", then +++.",
        );
        return FrontMatter {
            toml: start..start,
            fence: first,
            body: start,
        };
    }
    let fence = first.start..first.start + 3;
    let toml_start = lines.at;
    while let Some(line) = lines.next() {
        if text[line.clone()].trim_end() == "+++" {
            return FrontMatter {
                toml: toml_start..line.start,
                fence,
                body: lines.at,
            };
        }
    }
    sink.error(
        "K0106",
        fence.clone(),
        Message::new(
            "見出し情報を閉じる +++ の行がありません。",
            "The front matter is not closed by a +++ line.",
        ),
    );
    FrontMatter {
        toml: toml_start..toml_start,
        fence,
        body: text.len(),
    }
}

/// The lines of a text as ranges without their newlines.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |newline| start + newline);
        self.at = (end + 1).min(self.text.len());
        Some(start..end)
    }
}
