//! Information sessions before the first lesson: who has a seat, who waits and moves up, who came, and
//! what became of it.

mod contact;
mod funnel;
mod reception;
mod registration;
mod session;
mod waiting;

pub use contact::{fold_name, fold_phone};
pub use funnel::{Funnel, FunnelStep};
pub use reception::{Came, Tap, TapKind, attendance};
pub use registration::{AgeBand, CallOutcome, RegistrationEvent, RegistrationState, Source};
pub use session::{About, Help, Repeat, SessionState, SessionTimes, Standing, repeat_days, standing};
pub use waiting::{MovedUp, PARTY_MOST, Party, Seat, SeatRefused, confirm_until, move_up, seat};
