//! A person's browser: asks, posts forms, and keeps cookies.

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{HeaderMap, Request, header};
use tower::ServiceExt;
use uuid::Uuid;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Every header.
    pub headers: HeaderMap,
    /// The page, or the beginning of a stream.
    pub body: String,
}

impl Answer {
    /// A header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where the answer sends the browser.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Every `Set-Cookie`.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect()
    }

    /// Fails unless the status is this one; says what came instead.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(
            self.status,
            status,
            "location {:?}, body:\n{}",
            self.location(),
            self.body
        );
        self
    }

    /// Fails unless the page holds these words.
    #[track_caller]
    pub fn shows(self, words: &str) -> Answer {
        assert!(self.body.contains(words), "{words:?} is not in:\n{}", self.body);
        self
    }

    /// Fails when the page holds these words.
    #[track_caller]
    pub fn hides(self, words: &str) -> Answer {
        assert!(!self.body.contains(words), "{words:?} is in:\n{}", self.body);
        self
    }

    /// The first text between two others.
    pub fn between(&self, before: &str, after: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(before)?;
        Some(rest.split_once(after)?.0)
    }
}

/// A browser.
pub struct Person {
    id: Option<Uuid>,
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Person {
    pub(crate) fn new(router: Router, id: Option<Uuid>) -> Person {
        let person = Person {
            id,
            router,
            cookies: Mutex::default(),
        };
        person.set_cookie("lang", "en");
        person
    }

    /// The signed-in person.
    pub fn id(&self) -> Uuid {
        self.id.expect("a visitor has no id")
    }

    /// A cookie that the browser keeps.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("cookies").get(name).cloned()
    }

    /// Gives the browser a cookie; an empty one is forgotten.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().expect("cookies");
        if value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Reads pages in this language from now on.
    pub fn reading(self, lang: &str) -> Person {
        self.set_cookie("lang", lang);
        self
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &[]).await
    }

    /// Posts a form, as this site's own pages do; where its page is to be shown again, goes there.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self
            .send("POST", path, fields, &[("sec-fetch-site", "same-origin")])
            .await;
        self.follow(path, answer).await
    }

    /// Goes to the page that shows again what was typed, as a browser does.
    async fn follow(&self, path: &str, answer: Answer) -> Answer {
        let again = answer.location().to_owned();
        let page = |address: &str| address.split('?').next().map(str::to_owned);
        if answer.status == 303 && again.contains("again=") && page(&again) == page(path) {
            self.get(&again).await
        } else {
            answer
        }
    }

    /// Sends a request with these headers.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if method == "POST" {
            request = request.header("content-type", "application/x-www-form-urlencoded");
            Body::from(serde_urlencoded::to_string(fields).expect("a form"))
        } else {
            Body::empty()
        };
        self.ask(request.body(body).expect("a request")).await
    }

    /// Posts a form with a file, as this site's own pages do.
    pub async fn send_file(&self, path: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        self.send_picture(path, fields, "file", name, content).await
    }

    /// The same, where the file's field has this name.
    pub async fn send_picture(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: &str,
        name: &str,
        content: &[u8],
    ) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part =
                format!("--part\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--part\r\ncontent-disposition: form-data; name=\"{file}\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(content);
        body.extend(b"\r\n--part--\r\n");
        let request = self
            .request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=part")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.ask(request).await;
        self.follow(path, answer).await
    }

    fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .expect("cookies")
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", "classroom.test")
            .header("cookie", cookies.join("; "))
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let stream = parts
            .headers
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        let body = if stream {
            String::new()
        } else {
            let bytes = tokio::time::timeout(Duration::from_secs(30), to_bytes(body, 10 << 20)).await;
            as_read(&String::from_utf8_lossy(
                &bytes.expect("an answer in time").expect("a whole answer"),
            ))
        };
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        };
        for cookie in answer.cookies() {
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            self.set_cookie(name, if rest.contains("Max-Age=0") { "" } else { value });
        }
        answer
    }
}

/// What a page says, without the readings that the style sheet draws above its own words: they are no part
/// of its text.
fn as_read(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find("<rt data-r=\"") {
        let (before, reading) = rest.split_at(at);
        let word = before.rfind("<ruby>").expect("a word with the reading");
        text.push_str(&before[..word]);
        text.push_str(&before[word + "<ruby>".len()..]);
        rest = reading
            .split_once("</rt></ruby>")
            .expect("the end of the reading")
            .1;
    }
    text.push_str(rest);
    text
}
