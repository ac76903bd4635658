//! For a terminal, in both languages: as a compiler shows problems.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use domain::catalog::Severity;

use super::{Finding, Report};

/// Where a byte of a file stands in the text that is shown. They differ in a file that is not UTF-8,
/// whose wrong bytes are shown as a longer sign.
fn shown_at(bytes: &[u8], at: usize) -> usize {
    String::from_utf8_lossy(&bytes[..at.min(bytes.len())]).len()
}

impl Report {
    /// The problems as a terminal shows them.
    pub(super) fn human(&self) -> String {
        let renderer = Renderer::plain();
        let mut text = String::new();
        for finding in &self.findings {
            text.push_str(&self.one(&renderer, finding));
            text.push_str("\n\n");
        }
        text
    }

    fn one(&self, renderer: &Renderer, finding: &Finding) -> String {
        let bytes = self.bytes(finding);
        let source = String::from_utf8_lossy(bytes);
        let span = finding.span.clone().unwrap_or_default();
        let end = source.ceil_char_boundary(shown_at(bytes, span.end));
        let start = source.floor_char_boundary(shown_at(bytes, span.start).min(end));
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Hint => Level::INFO,
        };
        let title = format!("{} / {}", finding.message.ja, finding.message.en);
        let path = self.path(finding);
        let mut group = level.primary_title(&title).id(&finding.code).element(
            Snippet::source(source.as_ref())
                .path(&path)
                .annotation(AnnotationKind::Primary.span(start..end)),
        );
        let help = finding
            .help
            .as_ref()
            .map(|help| format!("{} / {}", help.ja, help.en));
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help));
        }
        let page = finding
            .page()
            .map(|page| format!("{page} · kakehashi check --explain {}", finding.code));
        if let Some(page) = &page {
            group = group.element(Level::NOTE.message(page));
        }
        renderer.render(&[group])
    }
}
