//! An answer that says no: its status, one sentence that says what would be right, and when to come again.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status of HTTP.
    pub status: u16,
    /// One sentence for whoever sent it.
    pub say: String,
    /// Seconds after which it may be tried again.
    pub again_after: Option<u64>,
}

impl Refusal {
    /// Says no for good.
    pub fn new(status: u16, say: impl Into<String>) -> Refusal {
        Refusal { status, say: say.into(), again_after: None }
    }

    /// Says no for now.
    pub fn again(status: u16, say: impl Into<String>, seconds: u64) -> Refusal {
        Refusal { again_after: Some(seconds), ..Refusal::new(status, say) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = (status, axum::Json(json!({ "error": self.say }))).into_response();
        if let Some(seconds) = self.again_after {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}
