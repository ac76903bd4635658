//! What markdown becomes.

use super::Folder;
use crate::Lang;
use crate::catalog::Block;

/// The HTML of a lesson without questions.
fn html(markdown: &str) -> String {
    let course = Folder::new()
        .file("images/x.svg", "<svg/>")
        .lesson(markdown)
        .course();
    shown(&course)
}

/// The same for a lesson with errors.
fn html_despite_errors(markdown: &str) -> String {
    let parsed = crate::catalog::parse_course(&Folder::new().lesson(markdown).files());
    assert!(parsed.has_errors());
    shown(&parsed.course.unwrap())
}

fn shown(course: &crate::catalog::Course) -> String {
    let blocks = &course.lessons["a"].texts[&Lang::Ja].blocks;
    blocks
        .iter()
        .map(|block| match block {
            Block::Html(html) => html.clone(),
            Block::Question(id) => format!("[{id}]"),
        })
        .collect()
}

#[test]
fn furigana_is_ruby_in_text_but_not_in_code() {
    assert_eq!(
        html("{右|みぎ}と**{左｜ひだり}**と`{a|b}`"),
        "<p><ruby>右<rp>(</rp><rt>みぎ</rt><rp>)</rp></ruby>と\
         <strong><ruby>左<rp>(</rp><rt>ひだり</rt><rp>)</rp></ruby></strong>と<code>{a|b}</code></p>\n"
    );
}

#[test]
fn a_heading_may_end_in_furigana_and_may_have_an_id() {
    assert_eq!(
        html("## {方|かた}\n\n## 次 {#next}\n\n[次へ](#next)"),
        "<h2 id=\"方\"><ruby>方<rp>(</rp><rt>かた</rt><rp>)</rp></ruby></h2>\n\
         <h2 id=\"next\">次</h2>\n<p><a href=\"#next\">次へ</a></p>\n"
    );
}

#[test]
fn alerts_have_titles_of_their_language() {
    assert_eq!(
        html("> [!TIP]\n> 力を入れません。\n\n> [!WARNING]\n> 熱いです。"),
        "<div class=\"alert tip\"><p class=\"alert-title\">こつ</p>\n<p>力を入れません。</p>\n</div>\n\
         <div class=\"alert warning\"><p class=\"alert-title\">注意</p>\n<p>熱いです。</p>\n</div>\n"
    );
}

#[test]
fn tables_scroll_and_take_full_width_bars() {
    assert_eq!(
        html("| 名 | 数 |\n|---|--:|\n| {押｜お}す | 1 |"),
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"表1\">\n<table>\n<thead>\n<tr>\
         <th scope=\"col\">名</th><th scope=\"col\" class=\"end\">数</th></tr>\n</thead>\n<tbody>\n<tr>\
         <td><ruby>押<rp>(</rp><rt>お</rt><rp>)</rp></ruby>す</td><td class=\"end\">1</td></tr>\n\
         </tbody>\n</table>\n</div>\n"
    );
}

#[test]
fn images_lead_to_the_courses_files_and_code_is_escaped() {
    assert_eq!(
        html("![{持|も}ち方 \"x\"](images/x.svg)\n\n```html\n<b>\n```"),
        "<p><img src=\"/courses/demo/files/images/x.svg\" alt=\"持ち方 &quot;x&quot;\" decoding=\"async\"></p>\n\
         <pre><code class=\"language-html\">&lt;b&gt;\n</code></pre>\n"
    );
}

#[test]
fn footnotes_stand_at_the_end() {
    assert_eq!(
        html("橋[^b]です。\n\n[^b]: はし"),
        "<p>橋<sup class=\"footnote-ref\" id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>です。</p>\n\
         <section class=\"footnotes\" aria-label=\"注\">\n<ol>\n<li id=\"fn-1\"><p>はし</p>\n\
         <a href=\"#fnref-1\" class=\"footnote-back\" aria-label=\"本文にもどる\">↩</a></li>\n</ol>\n</section>\n"
    );
}

#[test]
fn the_small_html_list_passes_and_comments_vanish() {
    assert_eq!(
        html(
            "<kbd>Ctrl</kbd> + H<sub>2</sub>O<br><!-- note -->\n\n<details>\n<summary>{詳|くわ}しく</summary>\n\n中\n\n</details>\n"
        ),
        "<p><kbd>Ctrl</kbd> + H<sub>2</sub>O<br></p>\n<details>\n\
         <summary><ruby>詳<rp>(</rp><rt>くわ</rt><rp>)</rp></ruby>しく</summary>\n<p>中</p>\n</details>\n"
    );
}

#[test]
fn other_html_is_text() {
    assert_eq!(
        html_despite_errors("a <b onclick=x>c</b>\n\n<script>alert(1)</script>\n"),
        "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n&lt;script&gt;alert(1)&lt;/script&gt;\n"
    );
}

#[test]
fn a_tag_left_open_ends_with_its_paragraph() {
    assert_eq!(
        html_despite_errors("<kbd>A\n\nB</kbd>"),
        "<p><kbd>A</kbd></p>\n<p>B&lt;/kbd&gt;</p>\n"
    );
}

#[test]
fn refused_links_leave_their_text() {
    assert_eq!(
        html_despite_errors("[押す](javascript:alert(1))"),
        "<p>押す</p>\n"
    );
}

#[test]
fn links_to_lessons_lead_to_their_pages() {
    assert_eq!(
        html("[テスト](q.quiz.ja.md) <https://example.com/?a=1&b=2>"),
        "<p><a href=\"/courses/demo/quizzes/q\">テスト</a> \
         <a href=\"https://example.com/?a=1&amp;b=2\">https://example.com/?a=1&amp;b=2</a></p>\n"
    );
}

#[test]
fn lines_of_japanese_join_without_a_space() {
    assert_eq!(
        html("一つ目の行\n二つ目の行\nEnglish\nline"),
        "<p>一つ目の行二つ目の行\nEnglish\nline</p>\n"
    );
}

#[test]
fn questions_stand_between_the_text() {
    let markdown = "前\n\n### 問い {.question #one}\n\n= 7\n\n## 後\n\n文";
    assert_eq!(
        html(markdown),
        "<p>前</p>\n[one]<h2 id=\"後\">後</h2>\n<p>文</p>\n"
    );
}
