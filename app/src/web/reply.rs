//! What a page may answer.

use domain::Lang;
use futures::{
    Stream, StreamExt,
    stream::{self, BoxStream},
};
use leptos::prelude::{AnyView, IntoAny, IntoView};
use server::{
    Error, Result,
    identity::{Token, known_device},
};

use super::{
    Preferences, Req, Saved,
    cookies::{self, DEVICE, Life, SIGN_IN},
    outbox,
};

/// A page: its title, and how to draw it.
pub struct Page {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) islands: bool,
    pub(super) bare: bool,
    pub(super) refresh: Option<u32>,
    pub(super) script: bool,
    pub(super) outbox: bool,
    pub(super) not_kept: bool,
    pub(super) aloud: bool,
    pub(super) fresh: bool,
    pub(super) furigana: bool,
    pub(super) head: Vec<String>,
    pub(super) body: Drawing,
}

/// What a page is drawn from.
pub(super) enum Drawing {
    /// It is drawn for who asks.
    Own(Box<dyn FnOnce() -> AnyView + Send>),
    /// It is the same for everybody.
    Cached(Box<dyn Cached>),
}

/// Content that is the same for everybody who asks for it, such as a lesson of a revision: it is drawn once
/// and kept in the page cache. It is drawn without a request, so that nothing of one person is in what another
/// one sees: what was typed is not in reach, and a [`CachedPage`] cannot ask for islands.
pub trait Cached: Send + 'static {
    /// Tells it from all other content: what is drawn depends on nothing else (a revision, what of it, the
    /// language …).
    fn name(&self) -> String;

    /// Draws it, within the shell's `<main>`.
    fn draw(self: Box<Self>) -> AnyView;
}

/// A page with [`Cached`] content.
pub struct CachedPage(Page);

impl CachedPage {
    /// As [`Page::with_script`].
    pub fn with_script(self) -> CachedPage {
        CachedPage(self.0.with_script())
    }

    /// The page can be read aloud, on a learner's own device (`assets/aloud.js`).
    pub fn with_aloud(self) -> CachedPage {
        CachedPage(self.0.with_aloud())
    }
}

impl From<CachedPage> for Reply {
    fn from(page: CachedPage) -> Self {
        page.0.into()
    }
}

impl Page {
    /// A page. `body` is drawn within the shell's `<main>`.
    pub fn new<V: IntoView + 'static>(
        title: impl Into<String>,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Page {
        Page {
            title: title.into(),
            description: None,
            islands: false,
            bare: false,
            refresh: None,
            script: false,
            outbox: false,
            not_kept: false,
            aloud: false,
            fresh: false,
            furigana: false,
            head: Vec::new(),
            body: Drawing::Own(Box::new(move || body().into_view().into_any())),
        }
    }

    /// A page that is the same for everybody.
    pub fn cached(title: impl Into<String>, content: impl Cached) -> CachedPage {
        CachedPage(Page {
            body: Drawing::Cached(Box::new(content)),
            ..Page::new(title, || ())
        })
    }

    /// What the page is about, in a sentence: for search engines and previews of links.
    pub fn described(mut self, description: impl Into<String>) -> Page {
        self.description = Some(description.into());
        self
    }

    /// The page's own words get readings for learners, not only its headings.
    pub fn with_furigana(mut self) -> Page {
        self.furigana = true;
        self
    }

    /// The page has islands, so it loads the browser part.
    pub fn with_islands(mut self) -> Page {
        self.islands = true;
        self
    }

    /// The page fills the screen, without header and footer.
    pub fn bare(mut self) -> Page {
        self.bare = true;
        self
    }

    /// The page loads the small script, also where nothing on it says so (`ui::PageScript`).
    pub fn with_script(mut self) -> Page {
        self.script = true;
        self
    }

    /// The page has forms that say `data-keep`: what is entered is kept on the device until it is saved.
    pub fn with_outbox(mut self) -> Page {
        self.outbox = true;
        self
    }

    /// As [`CachedPage::with_aloud`].
    pub fn with_aloud(mut self) -> Page {
        self.aloud = true;
        self
    }

    /// What the page is about, in the words of schema.org, for search engines (JSON-LD). It is data, which
    /// no browser runs; nothing in it can end the element that it stands in.
    pub fn data(mut self, data: &serde_json::Value) -> Page {
        let text = data
            .to_string()
            .replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026");
        self.head
            .push(format!("<script type=\"application/ld+json\">{text}</script>"));
        self
    }

    /// What was posted is done: the forms of the page are empty again.
    pub fn fresh_when(mut self, done: bool) -> Page {
        self.fresh = done;
        self
    }

    /// Where JavaScript is off, the browser loads the page again after so many seconds.
    pub fn refreshing(mut self, seconds: u32) -> Page {
        self.refresh = Some(seconds);
        self
    }
}

/// What a page answers.
pub struct Reply {
    pub(super) kind: Kind,
    pub(super) cookies: Vec<String>,
    pub(super) saved: Saved,
    /// Whether the browser forgets all that pages keep in it.
    pub(super) clear: bool,
}

pub(super) enum Kind {
    Page(Page),
    To(String),
    Again,
    File {
        name: String,
        kind: &'static str,
        bytes: Vec<u8>,
    },
    Stream {
        name: String,
        kind: &'static str,
        body: BoxStream<'static, Result<Vec<u8>>>,
    },
    Json(serde_json::Value),
    Text {
        kind: &'static str,
        policy: &'static str,
        text: String,
    },
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Reply::of(Kind::Page(page))
    }
}

impl Reply {
    /// Whether it is a list to save as a file.
    pub(super) fn is_export(&self) -> bool {
        match &self.kind {
            Kind::File { kind, .. } | Kind::Stream { kind, .. } => *kind == CSV,
            Kind::Page(_) | Kind::To(_) | Kind::Again | Kind::Json(_) | Kind::Text { .. } => false,
        }
    }

    fn of(kind: Kind) -> Reply {
        Reply {
            kind,
            cookies: Vec::new(),
            saved: Saved::default(),
            clear: false,
        }
    }

    /// Goes to another page (after a post: 303).
    pub fn to(path: impl Into<String>) -> Reply {
        Reply::of(Kind::To(path.into()))
    }

    /// After a post: the same page again, with what was typed, by an address that a browser may load again.
    pub fn again() -> Reply {
        Reply::of(Kind::Again)
    }

    /// Goes to another page, which says this once at its top: "Saved."
    pub fn flash(req: &Req, path: impl Into<String>, ja: &str, en: &str) -> Reply {
        let text: String = serde_html_form::to_string([("s", req.lang.t(ja, en))]).unwrap_or_default();
        Reply::to(path).cookie(req, "flash", text.trim_start_matches("s="), Life::Days(1))
    }

    /// A file to save, such as a CSV.
    pub fn file(name: impl Into<String>, kind: &'static str, bytes: impl Into<Vec<u8>>) -> Reply {
        Reply::of(Kind::File {
            name: name.into(),
            kind,
            bytes: bytes.into(),
        })
    }

    /// A CSV file of these rows, the first of which is the head. Spreadsheet programs open it with the
    /// right letters (UTF-8 with a mark), and take nothing in it for a formula.
    pub fn csv(name: impl Into<String>, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Reply> {
        Ok(Reply::file(name, CSV, records(MARK.to_vec(), rows)?))
    }

    /// The same of rows that come in portions and are sent as they come. Where a portion fails, the
    /// connection breaks: a file that looks whole is whole.
    pub fn csv_stream(
        name: impl Into<String>,
        head: Vec<String>,
        rows: impl Stream<Item = Result<Vec<Vec<String>>>> + Send + 'static,
    ) -> Result<Reply> {
        let head = records(MARK.to_vec(), [head])?;
        let rows = rows.map(|rows| records(Vec::new(), rows?));
        Ok(Reply::of(Kind::Stream {
            name: name.into(),
            kind: CSV,
            body: stream::once(async { Ok(head) }).chain(rows).boxed(),
        }))
    }

    /// A text that the browser itself reads, such as a script, with the content security policy that it
    /// runs under.
    pub fn text(kind: &'static str, policy: &'static str, text: String) -> Reply {
        Reply::of(Kind::Text { kind, policy, text })
    }

    /// A file to save that lies on the disk, read and sent in parts; it is gone when it is sent.
    pub fn file_on_disk(name: impl Into<String>, kind: &'static str, file: tempfile::NamedTempFile) -> Reply {
        let (file, path) = file.into_parts();
        let file = tokio::fs::File::from_std(file);
        let body = stream::try_unfold((file, path), async |(mut file, path)| {
            let mut part = vec![0; 64 * 1024];
            let read = tokio::io::AsyncReadExt::read(&mut file, &mut part).await?;
            part.truncate(read);
            Ok((read > 0).then_some((part, (file, path))))
        });
        Reply::of(Kind::Stream {
            name: name.into(),
            kind,
            body: body.boxed(),
        })
    }

    /// What a script is told beside "saved", where it is not led to another page.
    pub fn telling(mut self, saved: Saved) -> Reply {
        self.saved = saved;
        self
    }

    /// An answer for a script alone.
    pub fn json(value: impl serde::Serialize) -> Reply {
        Reply::of(Kind::Json(serde_json::to_value(value).unwrap_or_default()))
    }

    /// The browser is signed in no more, looks as it did before anybody was, and nothing of the person is
    /// left in it. What waits for others, whose sign-in ended while the line was down, stays; the script has
    /// removed what is this person's.
    pub fn signed_out(mut self, req: &Req) -> Reply {
        let others = req
            .actor
            .as_ref()
            .map(|actor| req.waiting.without(actor.id))
            .unwrap_or_default();
        self.clear = others.is_empty();
        if !req.waiting.is_empty() {
            self.cookies.push(outbox::cookie(&req.services.config, &others));
        }
        self.cookie(req, SIGN_IN, "", Life::Gone)
            .with_preferences(req, None)
    }

    /// Sets a cookie that scripts cannot read.
    pub fn cookie(mut self, req: &Req, name: &str, value: &str, life: Life) -> Reply {
        self.cookies
            .push(cookies::line(&req.services.config, name, value, life));
        self
    }

    /// The browser is signed in from now on: for so many days, or until it is closed.
    pub fn signed_in(self, req: &Req, token: &Token, days: Option<i64>) -> Reply {
        self.cookie(
            req,
            SIGN_IN,
            token.as_str(),
            days.map_or(Life::Browser, Life::Days),
        )
    }

    /// The device is known from now on where this cookie is asked for.
    pub fn device(mut self, req: &Req, value: &str) -> Reply {
        let config = &req.services.config;
        let line = cookies::line_for(config, known_device::PATH, DEVICE, value, Life::Days(400));
        self.cookies.push(line);
        self
    }

    /// How pages look in this browser from now on; none: as they did before anybody chose.
    pub fn with_preferences(self, req: &Req, chosen: Option<(Lang, Preferences)>) -> Reply {
        let (lang, preferences, life) = match chosen {
            Some((lang, preferences)) => (lang.code(), preferences.write(), Life::Days(400)),
            None => ("", String::new(), Life::Gone),
        };
        self.cookie(req, "preferences", &preferences, life)
            .cookie(req, "lang", lang, life)
    }
}

const CSV: &str = "text/csv; charset=utf-8";
/// Tells spreadsheet programs that the letters are UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Rows as CSV, after what is written already.
fn records(begun: Vec<u8>, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(begun);
    for row in rows {
        csv.write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(Error::unexpected)?;
    }
    csv.into_inner().map_err(Error::unexpected)
}

/// A cell that no spreadsheet program takes for a formula: what people typed is in it (OWASP, "CSV
/// Injection"). A negative number stays a number.
fn harmless(cell: &str) -> String {
    // Japanese programs take the wide signs for the narrow ones; what stands after blanks is looked at, too.
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let formula = cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(signs);
    if formula && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_search_engines_read_cannot_leave_its_place() {
        let evil = "</script><script>alert(1)</script>\"><b>&";
        let page = Page::new("", || ()).data(&serde_json::json!({ "name": evil }));
        for line in &page.head {
            assert_eq!(
                line.matches("script>").count(),
                usize::from(line.contains("ld+json")),
                "{line}"
            );
            assert!(!line.contains("<b>"), "{line}");
        }
        let data = page.head[0]
            .split_once('>')
            .unwrap()
            .1
            .rsplit_once('<')
            .unwrap()
            .0;
        let read: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(read["name"], evil);
    }

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name_and_a_number_a_number() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("-1+cmd"), "'-1+cmd");
        for sign in ["＝", "＋", "－", "＠", " =", "\u{3000}＝", "\t", "\r", "\n"] {
            let cell = format!("{sign}1+1");
            assert_eq!(harmless(&cell), format!("'{cell}"));
        }
        assert_eq!(harmless("-0.25"), "-0.25");
        assert_eq!(harmless("佐藤 花子"), "佐藤 花子");
    }
}
