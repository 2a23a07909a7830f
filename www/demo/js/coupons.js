// The codes this shop accepts. One discount counts, the largest.
const COUPONS = [{ code: "STAY-10", percent: 10 }];

export const findCoupon = (code) => COUPONS.find((coupon) => coupon.code === String(code).trim().toUpperCase());
