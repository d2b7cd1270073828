//! The routes as they are listed.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    middleware,
    routing::{MethodRouter, get, post},
};
use engine::authorise::Action;

use crate::{app::App, gate};

/// None can be added without its action.
pub(crate) struct Routes {
    app: App,
    pub(super) router: Router<App>,
    pub(super) listed: Vec<(Method, &'static str, Action)>,
}

impl Routes {
    pub(super) fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            listed: Vec::new(),
        }
    }

    /// An address to read.
    pub(crate) fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        action: Action,
        handler: H,
    ) -> Self {
        self.add(Method::GET, path, action, get(handler))
    }

    /// An address that changes something.
    pub(crate) fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        action: Action,
        handler: H,
    ) -> Self {
        self.add(Method::POST, path, action, post(handler))
    }

    fn add(mut self, method: Method, path: &'static str, action: Action, handler: MethodRouter<App>) -> Self {
        let gate = middleware::from_fn_with_state((self.app.clone(), action), gate::pass);
        self.router = self.router.route(path, handler.layer(gate));
        self.listed.push((method, path, action));
        self
    }
}
