//! The frame of a page, drawn once for all who see the same one, with places for what differs: title,
//! address, name and content. Drawing header and menu anew cost more than everything else of a lesson.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use domain::{Lang, html::escape_into, identity::Role};

use super::{Preferences, Req, hidden, ruby};
use crate::shell;

/// A frame differs for few reasons only; more than these are never needed at once.
const MOST: usize = 256;

/// Begins the mark of a place: a letter of the private use area, which no text of ours holds.
const MARK: char = '\u{E000}';

/// A place that each page fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The title in the browser's tab.
    Title,
    /// Path and query of the page.
    Path,
    /// The same, with what was typed where the page is shown again because of that.
    Back,
    /// The name of who is signed in.
    Name,
    /// What belongs into the head beside style and icon.
    Head,
    /// What a form carries unseen.
    Fields,
    /// How many notices are new.
    News,
    /// What the page is about, for search engines and previews.
    Description,
    /// The content.
    Main,
}

impl Slot {
    const ALL: [Slot; 9] = [
        Slot::Title,
        Slot::Path,
        Slot::Back,
        Slot::Name,
        Slot::Head,
        Slot::Fields,
        Slot::News,
        Slot::Description,
        Slot::Main,
    ];

    /// What stands for the place while the frame is drawn.
    pub fn mark(self) -> String {
        let letter = match self {
            Slot::Title => 't',
            Slot::Path => 'p',
            Slot::Back => 'b',
            Slot::Name => 'n',
            Slot::Head => 'h',
            Slot::Fields => 'f',
            Slot::News => 'w',
            Slot::Description => 'd',
            Slot::Main => 'm',
        };
        [MARK, letter].iter().collect()
    }
}

/// All that a frame depends on beside its places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FrameKind {
    /// The language.
    pub lang: Lang,
    /// Text size and furigana.
    pub preferences: Preferences,
    /// Without header and footer.
    pub bare: bool,
    /// The roles of who is signed in.
    pub roles: Option<Vec<Role>>,
    /// The place of the menu that the page is.
    pub here: Option<&'static str>,
    /// Whether the device is the learner's own.
    pub own_device: bool,
}

/// Whether the pages' own words get readings: for learners, and for visitors, who may be some. Those who work
/// here read more at once.
pub(super) fn reads_furigana(roles: Option<&[Role]>) -> bool {
    roles.is_none_or(|roles| roles.contains(&Role::Learner))
}

/// A frame: text, and the place that comes after it.
struct Frame(Vec<(String, Option<Slot>)>);

impl Frame {
    fn draw(kind: &FrameKind) -> Frame {
        let mut parts = Vec::new();
        let mut html = shell::draw(kind);
        if kind.lang == Lang::Ja && reads_furigana(kind.roles.as_deref()) {
            html = ruby::annotate(&html);
        }
        let mut rest = html.as_str();
        while let Some(at) = rest.find(MARK) {
            let (before, after) = rest.split_at(at);
            let slot = Slot::ALL.into_iter().find(|slot| after.starts_with(&slot.mark()));
            let marked = slot.map_or(MARK.len_utf8(), |slot| slot.mark().len());
            parts.push((before.to_owned(), slot));
            rest = after.get(marked..).unwrap_or_default();
        }
        parts.push((rest.to_owned(), None));
        Frame(parts)
    }
}

static FRAMES: LazyLock<RwLock<HashMap<FrameKind, Arc<Frame>>>> = LazyLock::new(RwLock::default);

fn frame(kind: FrameKind) -> Arc<Frame> {
    if let Some(frame) = FRAMES.read().unwrap_or_else(PoisonError::into_inner).get(&kind) {
        return frame.clone();
    }
    let frame = Arc::new(Frame::draw(&kind));
    let mut frames = FRAMES.write().unwrap_or_else(PoisonError::into_inner);
    if frames.len() >= MOST {
        frames.clear();
    }
    frames.insert(kind, frame.clone());
    frame
}

/// The whole document.
pub(super) fn document(
    req: &Req,
    title: &str,
    description: &str,
    bare: bool,
    head: &str,
    main: &[&str],
) -> String {
    let frame = frame(FrameKind {
        lang: req.lang,
        preferences: req.preferences,
        bare,
        roles: req.actor.as_ref().map(|actor| actor.roles.clone()),
        here: shell::here(req),
        own_device: req.own_device().is_some(),
    });
    let fixed: usize = frame.0.iter().map(|(text, _)| text.len()).sum();
    let content: usize = main.iter().map(|part| part.len()).sum();
    let mut html =
        String::with_capacity(fixed + content + head.len() + 3 * (title.len() + req.path.len()) + 256);
    for (text, slot) in &frame.0 {
        html.push_str(text);
        match slot {
            Some(Slot::Title) => {
                escape_into(&mut html, title);
                if !title.is_empty() {
                    html.push_str(" — ");
                }
            }
            Some(Slot::Path) => escape_into(&mut html, &req.path),
            Some(Slot::Back) => escape_into(&mut html, &req.path_with_draft()),
            Some(Slot::Name) => escape_into(&mut html, req.actor.as_ref().map_or("", |actor| &actor.name)),
            Some(Slot::Head) => html.push_str(head),
            Some(Slot::Fields) => html.push_str(&hidden::fields(req.actor.as_ref())),
            Some(Slot::News) => html.push_str(&news(req)),
            Some(Slot::Description) => escape_into(&mut html, description),
            Some(Slot::Main) => main.iter().for_each(|part| html.push_str(part)),
            None => {}
        }
    }
    html
}

/// The mark that something is new; nothing where nothing is.
fn news(req: &Req) -> String {
    let new = req.unread;
    if new == 0 {
        return String::new();
    }
    let words = req.lang.t("新しいお知らせ ", "new notices: ");
    format!(" <span class=\"news\"><span class=\"unseen\">{words}</span>{new}</span>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_every_place_and_no_mark_is_left() {
        for (bare, roles) in [(false, Some(vec![Role::Learner])), (false, None), (true, None)] {
            let kind = FrameKind {
                lang: Lang::Ja,
                preferences: Preferences {
                    large: false,
                    furigana: true,
                },
                bare,
                roles: roles.clone(),
                here: None,
                own_device: false,
            };
            let frame = Frame::draw(&kind);
            let has = |slot| frame.0.iter().any(|(_, place)| *place == Some(slot));
            assert!(has(Slot::Title) && has(Slot::Head) && has(Slot::Main));
            assert_eq!(has(Slot::Back), !bare);
            // Learners alone have the forms that ask for help from the page.
            assert_eq!(
                (has(Slot::Path), has(Slot::Fields)),
                (roles.is_some(), roles.is_some())
            );
            assert_eq!(has(Slot::Name), roles.is_some());
            assert!(frame.0.iter().all(|(text, _)| !text.contains(MARK)));
        }
    }

    #[test]
    fn what_fills_a_place_stays_text() {
        let mut html = String::new();
        escape_into(&mut html, "<b>\"&");
        assert_eq!(html, "&lt;b&gt;&quot;&amp;");
    }
}
