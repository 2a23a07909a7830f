// Cents to what people read, and to what data layers expect.
const euros = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" });

export const CURRENCY = "EUR";
export const formatMoney = (cents) => euros.format(cents / 100);
export const toMajor = (cents) => Math.round(cents) / 100;
