pub fn page(_: &str, _: &shopbell::simulate::report::Report) -> String {
    String::new()
}
