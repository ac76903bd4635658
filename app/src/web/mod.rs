//! Between HTTP and the pages. Who knows Leptos finds here what the framework's own parts do elsewhere:
//!
//! - **A page is a file** with `show` (GET) and, where it has a form, `submit` (POST). Both are plain async
//!   functions from a [`Req`] to a [`Reply`]. `show` asks a service for what it needs, and only then makes a
//!   [`Page`]: a title and a closure that draws it with `view!`. So there is no `Suspense`, no resource and
//!   no loading state: HTML leaves the server whole, and reading pages load no WASM.
//! - **[`Req`]** is the request as pages see it: who asks, the language, parts of the path and the query as
//!   types, and, after a mistake, what was typed.
//! - **`submit` takes its form as a struct or enum** beside the request. serde reads it ([`FromPosted`]); an
//!   unknown field or act is refused before the page is asked.
//! - **[`Reply`]** is a page, the way to another one (after every post that did something: 303), the same page
//!   again, a file, or JSON for a script. A service's error needs no handling in a page: `?` gives it to this
//!   module, which shows the form again with each mistake beside its field (`draft` keeps what was typed), or
//!   a page that says what happened.
//! - **The frame** (header, menu, foot: `crate::shell`) is drawn once per language and role and kept in pieces;
//!   `render` puts title, content, the keys of forms and the security policy between them.
//! - **Scripts** post the forms of the page and are answered in JSON (`script`, `failure`). The outbox
//!   (`assets/outbox.js`, `outbox`) keeps what is entered on the device until it is saved; it works from the first
//!   paint, before any module has come.
//! - **A learner's own device** keeps pages for reading without a line (`device`, `assets/worker.js`): those
//!   alone that the route list marks, and for one person alone.
//! - **Islands** (`crate::islands`) are `#[island]` components for what moves in the browser. They improve a page
//!   that works without them. A page asks for them (`Page::with_islands`); every other page is served with
//!   `script-src 'none'` or our small scripts alone.
//!
//! **Why `leptos_router` is not here.** It routes in the browser as well and so needs every page there, which
//! costs a learner on a poor line the module of the whole product. And its routes are components: our one list
//! (`crate::routes`) is data that tests walk to see who may ask for what and that every form refuses what it
//! does not know. What `<Form>` and `ActionForm` give, plain forms with a post and a redirect give here,
//! without JavaScript too.

mod assets;
mod body;
mod cookies;
mod device;
mod draft;
mod failure;
mod form;
mod frame;
mod hidden;
mod lengths;
mod messages;
mod outbox;
mod page_cache;
mod pairs;
mod post;
mod posted;
mod preferences;
mod render;
mod reply;
mod req;
mod route;
mod ruby;
mod script;
mod serve;
mod upload;

pub use assets::{asset_url, asset_urls, island_stem};
pub use cookies::{Life, OPENED};
pub use form::Form;
pub use frame::{FrameKind, Slot};
pub use outbox::Waiting;
pub use pairs::Pairs;
pub use posted::{FromPosted, Nothing, Posted, PostedFile};
pub use preferences::Preferences;
pub use render::Scripted;
pub use reply::{Cached, Page, Reply};
pub use req::Req;
pub use route::{Answering, Reads, Route, Show, Submit, Takes, read_by};
pub use script::Saved;
pub use serve::router;
