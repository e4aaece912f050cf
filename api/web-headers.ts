/** Headers that keep a browser from doing what nobody meant, on every answer, whatever it answers. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const TWO_YEARS_S = 63_072_000;

/** Nothing a page could use is used by one of ours. */
const NO_FEATURES = ['accelerometer', 'camera', 'geolocation', 'gyroscope', 'magnetometer', 'microphone', 'midi']
  .concat(['payment', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'])
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * The usual policy allows nothing at all, which is right for JSON; a page sets its own (`pagePolicy`). Answers are not
 * kept by anyone: they hold health information.
 * @param tls HSTS only where people come by TLS, ours or a proxy's: promised over plain HTTP it would lock them out.
 */
export function webHeaders(tls: boolean): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: nothing },
      strictTransportSecurity: tls ? { maxAge: TWO_YEARS_S, includeSubDomains: true } : false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      crossOriginEmbedderPolicy: { policy: 'require-corp' },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      xPoweredBy: false,
    }),
    (_req, res, next) => {
      res.setHeader('Permissions-Policy', NO_FEATURES);
      res.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}

const nothing = {
  defaultSrc: ["'none'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** For a page of ours: scripts, styles and pictures from files of this origin, nothing inline, nothing from elsewhere. */
export function pagePolicy(): RequestHandler {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      ...nothing,
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
    },
  });
}

/** For a page of ours without scripts. @param formAction where its forms, and the redirects that answer them, may go. */
export function formPolicy(formAction: readonly string[]): RequestHandler {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: { ...nothing, formAction: [...formAction], styleSrc: ["'self'"], imgSrc: ['data:'] },
  });
}

/**
 * For the web app's page: the same, and the styles that its component kit writes while it runs, which carry the page's
 * nonce. Scripts come from files only.
 */
export const appPolicy = (nonce: string): RequestHandler =>
  helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      ...nothing,
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", `'nonce-${nonce}'`],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
    },
  });
