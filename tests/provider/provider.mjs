// A real OpenID provider on this machine for the sign-in tests: `node provider.mjs PORT CALLBACK`.
// Whoever types a name is that person. A name that starts with "foreign-" gets a token made out to another client,
// one that starts with "stale-" a token that has run out; both are signed by the right key.
import { generateKeyPairSync } from 'node:crypto'
import { exportJWK, importJWK, SignJWT, decodeJwt } from 'jose'
import Provider from 'oidc-provider'

const [port, callback] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = { ...(await exportJWK(privateKey)), kid: 'tests', alg: 'RS256', use: 'sig' }
const asked = []

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'feltplan',
    client_secret: process.env.CLIENT_SECRET,
    redirect_uris: [callback],
    post_logout_redirect_uris: [callback],
  }],
  jwks: { keys: [key] },
  cookies: { keys: ['of the tests alone'] },
  pkce: { required: () => true, methods: ['S256'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: !id.includes('unverified'), name: id }),
  }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
    })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!DOCTYPE html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`
      },
    },
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { Session: 600, Interaction: 600, AccessToken: 600, IdToken: 600, Grant: 600, AuthorizationCode: 60 },
})
provider.on('server_error', (ctx, error) => console.error(error))

provider.use(async (ctx, next) => {
  if (ctx.path === '/asked') {
    ctx.body = asked
    return
  }
  if (ctx.path === '/auth') asked.push(Object.keys(ctx.query).sort().concat(`method=${ctx.query.code_challenge_method}`))
  const interaction = ctx.path.startsWith('/interaction/')
  if (interaction && ctx.method === 'GET') {
    ctx.type = 'html'
    ctx.body = '<!DOCTYPE html><title>Who are you?</title><form method="post"><input name="who" aria-label="Who"><button>In</button></form>'
    return
  }
  if (interaction && ctx.method === 'POST') {
    const chunks = []
    for await (const chunk of ctx.req) chunks.push(chunk)
    const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('who')
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId } }, { mergeWithLastSubmission: false })
    ctx.respond = false
    return
  }
  await next()
  if (ctx.path === '/token' && ctx.body?.id_token) {
    const claims = decodeJwt(ctx.body.id_token)
    if (claims.sub.startsWith('foreign-')) claims.aud = 'someone-else'
    if (claims.sub.startsWith('stale-')) claims.exp = claims.iat - 3600
    ctx.body.id_token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'tests' }).sign(await importJWK(key, 'RS256'))
  }
})

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'))
