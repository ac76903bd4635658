//! A course that a learner takes home: what belongs to it, and how much that is, so that a device of the
//! learner's own can keep all of it (`assets/device.js`).

use std::collections::BTreeMap;

use domain::{
    Lang,
    catalog::{Block, Course, Lesson},
    shown,
};
use leptos::prelude::*;
use serde::Serialize;
use server::Result;

use crate::web::{Pairs, Reply, Req};

/// What a page weighs beside its own text, in bytes: header, menu and foot.
const FRAME: usize = 16 * 1024;

/// What belongs to a course, as a device asks for it.
#[derive(Debug, PartialEq, Serialize)]
pub struct Luggage {
    /// Differs as soon as anything of it does.
    version: String,
    /// The course's title.
    title: String,
    /// About how much it is, in bytes.
    bytes: usize,
    /// The pages.
    pages: Vec<String>,
    /// The pictures.
    files: Vec<String>,
}

/// `GET /courses/{course}/home`: what belongs to the course, for the script.
pub async fn show(req: &Req) -> Result<Reply> {
    let revision = req.services.catalog.course(req.param_text("course"))?;
    Ok(Reply::json(luggage(&revision.course, &revision.hash, req.lang)))
}

/// Pages and pictures of a course in a language. Videos and files to save stay where they are: they are
/// large, and players ask for them in parts.
fn luggage(course: &Course, hash: &str, lang: Lang) -> Luggage {
    let address = format!("/courses/{}", course.id);
    let mut pages = vec![address.clone()];
    let mut bytes = FRAME;
    let mut files = BTreeMap::new();
    for lesson in course.lessons.values() {
        let parts = texts(lesson, lang);
        if parts.is_empty() {
            continue;
        }
        pages.push(format!("{address}/lessons/{}", lesson.id));
        bytes += FRAME + parts.iter().map(|part| part.len()).sum::<usize>();
        for url in parts.iter().flat_map(|part| pictures(part, &address)) {
            let size = course.images.get(&path_of(url, &address)).map_or(0, Vec::len);
            files.insert(url.to_owned(), size);
        }
    }
    bytes += files.values().sum::<usize>();
    Luggage {
        version: format!("{hash} {}", lang.code()),
        title: course.title.get(lang).to_owned(),
        bytes,
        pages,
        files: files.into_keys().collect(),
    }
}

/// Whatever HTML a lesson is shown with before anything is answered.
fn texts(lesson: &Lesson, lang: Lang) -> Vec<&str> {
    let Some((_, text)) = lesson.text(lang) else {
        return Vec::new();
    };
    let mut parts = vec![text.title_html.as_str()];
    for block in &text.blocks {
        let question = match block {
            Block::Html(html) => {
                parts.push(html);
                continue;
            }
            Block::Question(id) => lesson.questions.get(id),
        };
        if let Some(asked) = question.and_then(|asked| asked.text(lang)) {
            parts.extend([asked.title_html.as_str(), asked.body_html.as_str()]);
            parts.extend(asked.choices.values().map(|choice| choice.html.as_str()));
            parts.extend(asked.lefts.values().map(String::as_str));
            parts.extend(asked.hints.iter().map(String::as_str));
        }
    }
    parts
}

/// The pictures of a stretch of HTML, by their addresses.
fn pictures<'a>(html: &'a str, address: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!("{address}/files/");
    html.split("<img src=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(url, _)| url))
        .filter(move |url| url.starts_with(&begin))
}

/// Where a picture stands in the course's folder.
fn path_of(url: &str, address: &str) -> String {
    let path = url
        .strip_prefix(address)
        .and_then(|rest| rest.strip_prefix("/files/"));
    let encoded = path.unwrap_or_default().replace('+', "%2B");
    Pairs::decode(format!("path={encoded}").as_bytes())
        .get("path")
        .to_owned()
}

/// The part of a course's page that takes it home; hidden but where the script can do so.
pub fn section(lang: Lang, course: &Course) -> impl IntoView + use<> {
    let size = size(luggage(course, "", lang).bytes);
    let take = lang.t(
        format!("このコースを持ち帰る（およそ {size}）"),
        format!("Take this course home (about {size})"),
    );
    view! {
        <section
            class="card no-print"
            hidden
            data-take-home=course.id.clone()
            data-taking=lang.t("受け取っています…", "Taking it along…")
            data-taken=lang
                .t(
                    "✓ この機械にあります（% に受け取りました）",
                    "✓ It is on this device, since %",
                )
            data-cut=lang
                .t(
                    "途中で回線が切れました。つながったら、つづきを受け取ります。",
                    "The line went down on the way. The rest comes when it is back.",
                )
            data-full=lang
                .t(
                    "この機械に場所が足りません。いらないものを消してから、もう一度押してください。",
                    "There is no room on this device. Please remove something, and press again.",
                )
        >
            <h2>{lang.t("家で、回線がなくても", "At home, without a line")}</h2>
            <p>
                {lang
                    .t(
                        "持ち帰ると、回線がないときも、この機械で読めます。れんしゅうの答えは、つながったときに送ります。",
                        "Once taken home, it can be read on this device without a line. What you practise is sent when the line is back.",
                    )}
            </p>
            <p data-state="" role="status"></p>
            <progress
                hidden
                aria-label=lang.t("受け取ったところまで", "How far it has come")
            ></progress>
            <div class="row">
                <button type="button" class="quiet" data-take="">
                    {take}
                </button>
                <button type="button" class="quiet danger" data-drop="" hidden>
                    {lang.t("この機械から消す", "Remove it from this device")}
                </button>
                <a href="/device">{lang.t("この機械に残したもの", "What this device keeps")}</a>
            </div>
        </section>
    }
}

/// A size in bytes, in words.
fn size(bytes: usize) -> String {
    let megabytes = shown::tenth((bytes as f64 / 1_000_000.0).max(0.1));
    format!("{megabytes} MB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_the_course_are_found_and_nothing_else_is() {
        let html = r#"<p><img src="/courses/a/files/i/%E7%B5%B5.svg" alt=""><img src="/courses/b/files/x.svg">
            <a href="/courses/a/files/list.csv">l</a><video src="/courses/a/files/v.mp4"></video></p>"#;
        let found: Vec<_> = pictures(html, "/courses/a").collect();
        assert_eq!(found, ["/courses/a/files/i/%E7%B5%B5.svg"]);
        assert_eq!(path_of(found[0], "/courses/a"), "i/絵.svg");
    }

    #[test]
    fn a_size_is_never_nothing() {
        assert_eq!(size(10), "0.1 MB");
        assert_eq!(size(2_340_000), "2.3 MB");
    }
}
