//! Colours for code blocks that name their language, made once per revision. Classes, not inline
//! styles: the content security policy forbids those.

use std::sync::LazyLock;

use domain::catalog::{Block, Course};
use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::SyntaxSet,
    util::LinesWithEndings,
};

/// Loaded at the first code block that names a language; most courses have none.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

const BEGIN: &str = "<pre><code class=\"language-";
const END: &str = "</code></pre>";

/// Colours the code blocks of every lesson.
pub(super) fn course(course: &mut Course) {
    let texts = course
        .lessons
        .values_mut()
        .flat_map(|lesson| lesson.texts.values_mut());
    for block in texts.flat_map(|text| &mut text.blocks) {
        match block {
            Block::Html(html) if html.contains(BEGIN) => *html = page(html),
            Block::Html(_) | Block::Question(_) => {}
        }
    }
}

fn page(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, block)) = rest.split_once(BEGIN) {
        out.push_str(before);
        let Some((code, after)) = block.split_once(END) else {
            out.push_str(BEGIN);
            rest = block;
            continue;
        };
        out.push_str(BEGIN);
        match code.split_once("\">") {
            Some((language, text)) => {
                out.push_str(language);
                out.push_str("\">");
                out.push_str(&coloured(language, text).unwrap_or_else(|| text.to_owned()));
            }
            None => out.push_str(code),
        }
        out.push_str(END);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The escaped code with spans around its words; none when the language is not known.
fn coloured(language: &str, escaped: &str) -> Option<String> {
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let code = escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let style = ClassStyle::SpacedPrefixed { prefix: "code-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(&code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_of_a_known_language_is_coloured_and_stays_escaped() {
        let html = page(
            "<p>a</p><pre><code class=\"language-html\">&lt;b&gt;x&lt;/b&gt; &amp;amp;\n</code></pre><p>b</p>",
        );
        assert!(
            html.starts_with("<p>a</p><pre><code class=\"language-html\"><span class=\"code-"),
            "{html}"
        );
        assert!(html.contains("&lt;") && !html.contains("<b>"), "{html}");
        assert!(html.ends_with("</code></pre><p>b</p>"), "{html}");
    }

    #[test]
    fn code_of_an_unknown_language_stays_as_it_is() {
        let html = "<pre><code class=\"language-nobodys\">1 &lt; 2</code></pre>";
        assert_eq!(page(html), html);
    }
}
